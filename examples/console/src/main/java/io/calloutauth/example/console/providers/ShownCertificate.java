package io.calloutauth.example.console.providers;

import io.calloutauth.keys.PublishedCertificate;
import java.time.Duration;
import java.time.Instant;

/**
 * A client certificate as a page shows it.
 *
 * @param shown the certificate
 * @param state how it is now
 */
public record ShownCertificate(PublishedCertificate shown, State state) {

  private static final Duration SOON = Duration.ofDays(30);

  /** How a certificate is at a moment. */
  public enum State {
    /** It is valid, and for a while. */
    GOOD,
    /** It ends within 30 days. */
    ENDS_SOON,
    /** It is over. */
    ENDED,
    /** It is not valid yet. */
    YET_TO_BEGIN
  }

  static ShownCertificate at(Instant now, PublishedCertificate shown) {
    return new ShownCertificate(shown, state(now, shown));
  }

  private static State state(Instant now, PublishedCertificate shown) {
    if (now.isBefore(shown.begins())) {
      return State.YET_TO_BEGIN;
    }
    if (!now.isBefore(shown.ends())) {
      return State.ENDED;
    }
    return now.plus(SOON).isBefore(shown.ends()) ? State.GOOD : State.ENDS_SOON;
  }
}
