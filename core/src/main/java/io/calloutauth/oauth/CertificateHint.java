package io.calloutauth.oauth;

/**
 * The hint of a failure where an authorization server does not know the client by its certificate:
 * which one was shown in TLS. It holds nothing that a server sent.
 */
public final class CertificateHint {

  private static final String START = "client certificate ";
  private static final int LONGEST_SUBJECT = 150;

  private CertificateHint() {}

  /**
   * Returns the hint.
   *
   * @param thumbprint the certificate's SHA-256 thumbprint
   * @param subject its subject, which is left out where it is long or no plain ASCII
   */
  public static String of(String thumbprint, String subject) {
    boolean plain =
        !subject.isEmpty()
            && subject.length() <= LONGEST_SUBJECT
            && subject.chars().allMatch(c -> c >= 0x20 && c < 0x7F);
    return START + (plain ? subject + ", " : "") + "SHA-256 thumbprint " + thumbprint;
  }

  /** Tells whether a hint is one of these. */
  public static boolean isIn(String hint) {
    return hint.startsWith(START);
  }
}
