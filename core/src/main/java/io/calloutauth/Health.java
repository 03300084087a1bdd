package io.calloutauth;

import io.calloutauth.client.TokenFailure;
import java.time.Instant;
import java.util.List;

/**
 * How a node is doing.
 *
 * @param keyIds the ids of the sealing keys, the one that seals first
 * @param relaxations what the host's code relaxed of the endpoint policy
 * @param failing the providers whose last exchange on this node failed, and why
 * @param exchangesRunning how many exchanges run
 * @param exchangesWaiting how many exchanges wait for a place
 * @param tokensHeld how many providers' tokens are held in memory
 * @param storeAnswers whether the store answered when it was asked for changes last
 * @param storeSince since when it has answered, or has not, by this node's clock; at first, since
 *     the object was built
 * @param eventsDropped how many events were lost because the listener could not keep up
 */
public record Health(
    List<String> keyIds,
    List<String> relaxations,
    List<FailingProvider> failing,
    int exchangesRunning,
    int exchangesWaiting,
    int tokensHeld,
    boolean storeAnswers,
    Instant storeSince,
    long eventsDropped) {

  /** Copies the lists. */
  public Health {
    keyIds = List.copyOf(keyIds);
    relaxations = List.copyOf(relaxations);
    failing = List.copyOf(failing);
  }

  /** Returns the same with the failing providers of one tenant alone. */
  Health of(String tenant) {
    return new Health(
        keyIds,
        relaxations,
        failing.stream().filter(provider -> provider.tenant().equals(tenant)).toList(),
        exchangesRunning,
        exchangesWaiting,
        tokensHeld,
        storeAnswers,
        storeSince,
        eventsDropped);
  }

  /**
   * A provider whose last exchange failed.
   *
   * @param tenant the tenant
   * @param id the provider
   * @param failure why
   */
  public record FailingProvider(String tenant, ProviderId id, TokenFailure failure) {}
}
