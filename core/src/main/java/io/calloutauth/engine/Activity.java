package io.calloutauth.engine;

import io.calloutauth.client.TokenFailure;
import java.time.Instant;
import java.util.List;

/**
 * What an engine is doing at a moment, on this node.
 *
 * @param running how many exchanges run
 * @param waiting how many exchanges wait for a place
 * @param tokensHeld how many providers' tokens are held
 * @param storeAnswers whether the store answered when it was asked for changes last
 * @param storeSince since when it has answered, or has not
 * @param failing the providers whose last exchange on this node failed
 */
public record Activity(
    int running,
    int waiting,
    int tokensHeld,
    boolean storeAnswers,
    Instant storeSince,
    List<Failing> failing) {

  /** Copies the list. */
  public Activity {
    failing = List.copyOf(failing);
  }

  /**
   * A provider whose last exchange failed.
   *
   * @param tenant the tenant
   * @param providerId the provider
   * @param failure why
   */
  public record Failing(String tenant, String providerId, TokenFailure failure) {}
}
