package io.calloutauth.keys;

import org.jspecify.annotations.Nullable;

/**
 * What came of reading a typed client certificate: the certificate with its private key, or what is
 * wrong. Immutable; {@link #toString()} says nothing of the private key.
 */
public final class CertificateReading {

  private final transient @Nullable ClientCertificate certificate;
  private final @Nullable CertificateProblem problem;

  private CertificateReading(
      @Nullable ClientCertificate certificate, @Nullable CertificateProblem problem) {
    this.certificate = certificate;
    this.problem = problem;
  }

  static CertificateReading of(ClientCertificate certificate) {
    return new CertificateReading(certificate, null);
  }

  static CertificateReading refused(CertificateProblem problem) {
    return new CertificateReading(null, problem);
  }

  /** Returns the certificate, or null when there is a problem. */
  public @Nullable ClientCertificate certificate() {
    return certificate;
  }

  /** Returns what is wrong, or null when nothing is. */
  public @Nullable CertificateProblem problem() {
    return problem;
  }

  @Override
  public String toString() {
    return "CertificateReading[" + (problem == null ? certificate : problem) + "]";
  }
}
