package io.calloutauth;

/**
 * Thrown when a callout must not be authenticated as it is: nothing was fetched, and nothing may be
 * sent.
 */
public final class CalloutRefusedException extends CalloutAuthException {

  /** What is wrong with the callout. */
  public enum Reason {
    /** The target is not https (RFC 6750 section 5.3). */
    NOT_HTTPS("its target is not https"),
    /** The target has no host, or carries a user name or password. */
    NOT_A_TARGET("its target is not an absolute URL with a host and without a user name"),
    /** The target is none of the origins that the provider lists. */
    FOREIGN_ORIGIN("its target is none of the origins that the provider's token may go to"),
    /** The callout has an Authorization header already. */
    HEADER_PRESENT("it has an Authorization header already"),
    /** It names no notification, though its client's adapter asks each request for one. */
    NO_NOTIFICATION("it names no notification"),
    /** Its client follows redirects. */
    FOLLOWS_REDIRECTS("its client follows redirects, which would take the token elsewhere");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Reason reason;

  public CalloutRefusedException(Reason reason) {
    super("The callout is refused: " + reason.text, Retry.NEVER);
    this.reason = reason;
  }

  /** Returns what is wrong with the callout. */
  public Reason reason() {
    return reason;
  }
}
