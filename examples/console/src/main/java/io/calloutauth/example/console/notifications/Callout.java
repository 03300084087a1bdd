package io.calloutauth.example.console.notifications;

import java.time.Duration;
import java.time.Instant;

/**
 * A callout that was sent, or why it was not.
 *
 * @param time when it began
 * @param method the HTTP method
 * @param target where it went, as it was typed
 * @param answer what came back
 * @param took how long all of it took, tokens and second attempts included
 */
public record Callout(Instant time, String method, String target, Answer answer, Duration took) {

  /**
   * What came of a callout.
   *
   * @param status the HTTP status of the last answer, or 0 when there was none
   * @param token where the token came from
   * @param text what happened, in one sentence
   */
  public record Answer(int status, Token token, String text) {
    static Answer none(Token token, String text) {
      return new Answer(0, token, text);
    }

    /** Returns whether the receiver took it. */
    public boolean good() {
      return status >= 200 && status < 300;
    }
  }

  /** Where a callout's token came from. */
  public enum Token {
    /** The callout needs none. */
    NONE,
    /** It was there already. */
    HELD,
    /** It was obtained for this callout. */
    OBTAINED,
    /** The receiver refused the one that was held: it was renewed, and the callout sent again. */
    RENEWED,
    /** There was none to be had, so nothing was sent. */
    MISSING
  }

  /** Returns the milliseconds it took. */
  public long millis() {
    return took.toMillis();
  }
}
