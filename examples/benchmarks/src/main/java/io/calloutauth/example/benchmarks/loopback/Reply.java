package io.calloutauth.example.benchmarks.loopback;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a token endpoint answers one request.
 *
 * @param delay how long it takes, or null when it never answers
 * @param lifetime how long the token lives, or null when there is none
 * @param status the HTTP status
 */
public record Reply(@Nullable Duration delay, @Nullable Duration lifetime, int status) {

  /** Returns a token after a while. */
  public static Reply token(Duration delay, Duration lifetime) {
    return new Reply(delay, lifetime, 200);
  }

  /** Returns that the server is in trouble, after a while. */
  public static Reply failure(Duration delay) {
    return new Reply(delay, null, 500);
  }

  /** Returns that the secret is wrong, after a while. */
  public static Reply refusal(Duration delay) {
    return new Reply(delay, null, 401);
  }

  /** Never answers. */
  public static Reply silence() {
    return new Reply(null, null, 0);
  }
}
