package io.calloutauth.keys;

/** Thrown where a typed certificate or its private key cannot be read. It holds nothing of them. */
final class UnreadableCertificateException extends Exception {

  private static final long serialVersionUID = 1;

  private final CertificateProblem problem;

  UnreadableCertificateException(CertificateProblem problem) {
    super(problem.name(), null, false, false);
    this.problem = problem;
  }

  CertificateProblem problem() {
    return problem;
  }
}
