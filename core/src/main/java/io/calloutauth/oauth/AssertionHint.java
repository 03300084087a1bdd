package io.calloutauth.oauth;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The hint of a failure where an authorization server does not accept an assertion (RFC 7523), the
 * client's or the grant's: what was signed, by which key and for whom, since no server tells which
 * of them it does not like. It holds nothing that a server sent but its time.
 */
public final class AssertionHint {

  private static final String START = "assertion for ";
  private static final String CLIENT = "client ";
  private static final Duration LEAST = Duration.ofSeconds(5);

  private AssertionHint() {}

  /** Returns the hint where the assertion is what a client authenticates with. */
  public static String ofClient(
      String audience, String algorithm, @Nullable String kid, @Nullable Duration ahead) {
    return CLIENT + of(audience, algorithm, kid, ahead);
  }

  /**
   * Returns the hint where the assertion is the grant.
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
    return hint.startsWith(START) || hint.startsWith(CLIENT + START);
  }
}
