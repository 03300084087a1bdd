package io.calloutauth.oauth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The hint of a failure where an authorization server does not accept a client assertion: what was
 * signed, by which key and for whom, since no server tells which of them it does not like. It holds
 * nothing that a server sent but its time.
 */
public final class AssertionHint {

  private static final String START = "client assertion for ";
  private static final Duration LEAST = Duration.ofSeconds(5);

  private AssertionHint() {}

  /**
   * Returns the hint.
   *
   * @param kid the key's id, or null where a client secret signs
   * @param ahead how far the server's clock is ahead of ours, or null when it does not tell
   */
  public static String of(
      String audience, String algorithm, @Nullable String kid, @Nullable Duration ahead) {
    return START
        + audience
        + " signed with "
        + algorithm
        + (kid == null ? "" : " by key " + kid)
        + (ahead == null ? "" : ", " + clock(ahead));
  }

  private static String clock(Duration ahead) {
    if (ahead.abs().compareTo(LEAST) < 0) {
      return "the server's clock agrees";
    }
    return "the server's clock is "
        + ahead.abs().toSeconds()
        + (ahead.isNegative() ? " s behind ours" : " s ahead of ours");
  }

  /** Tells whether a hint is one of these. */
  public static boolean isIn(String hint) {
    return hint.startsWith(START);
  }
}
