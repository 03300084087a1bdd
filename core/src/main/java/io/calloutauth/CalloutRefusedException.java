package io.calloutauth;

import io.calloutauth.endpoint.Origin;
import java.net.URI;

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
    FOREIGN_ORIGIN("its target is none of the origins that its provider's token may go to"),
    /** The callout has an Authorization header already. */
    HEADER_PRESENT("it has an Authorization header already"),
    /** It names no notification, though its client's adapter asks each request for one. */
    NO_NOTIFICATION("it names no notification"),
    /** Its client follows redirects. */
    FOLLOWS_REDIRECTS("its client follows redirects, which would take the token elsewhere"),
    /** Its client's route leads elsewhere than its URL. */
    ROUTED_ELSEWHERE("its client's route leads elsewhere than its URL");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final Reason reason;

  public CalloutRefusedException(Reason reason) {
    this(reason, "The callout is refused: " + reason.text);
  }

  private CalloutRefusedException(Reason reason, String message) {
    super(message, Retry.NEVER);
    this.reason = reason;
  }

  /** Returns the exception for a target that has an origin, and is not https. */
  static CalloutRefusedException notHttps(URI target) {
    return to(target, Reason.NOT_HTTPS, Reason.NOT_HTTPS.text);
  }

  /** Returns the exception for a target that is none of a provider's origins. */
  static CalloutRefusedException foreignOrigin(NamedProvider provider, URI target) {
    String text = "its target is none of the origins that the token of " + provider + " may go to";
    return to(target, Reason.FOREIGN_ORIGIN, text);
  }

  /** Names the origin alone: path and query may hold what is not for a log. */
  private static CalloutRefusedException to(URI target, Reason reason, String text) {
    String origin =
        target.getScheme() == null ? "//" + target.getHost() : Origin.of(target).toString();
    return new CalloutRefusedException(reason, "The callout to " + origin + " is refused: " + text);
  }

  /** Returns what is wrong with the callout. */
  public Reason reason() {
    return reason;
  }
}
