package io.calloutauth;

import io.calloutauth.engine.Activity;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a node is doing. One tenant's health names that tenant's relaxations and failing providers
 * alone; every count is of the whole node, all tenants together. Immutable and thread-safe.
 */
public final class Health {

  private final List<String> keyIds;
  private final List<String> relaxations;
  private final List<FailingProvider> failing;
  private final Activity activity;
  private final long eventsDropped;

  /**
   * Looks at a node.
   *
   * @param tenant whose health it is, or null for all tenants
   */
  Health(NodeParts parts, @Nullable String tenant) {
    this.keyIds = List.copyOf(parts.vault().keyIds());
    this.relaxations =
        List.copyOf(
            tenant == null ? parts.policy().relaxations() : parts.policy().relaxations(tenant));
    this.activity = parts.engine().activity();
    this.failing =
        activity.failing().stream()
            .filter(provider -> tenant == null || provider.tenant().equals(tenant))
            .map(FailingProvider::of)
            .map(provider -> tenant == null ? provider : provider.asTenantsSee())
            .toList();
    this.eventsDropped = parts.queue().dropped();
  }

  /** Returns the ids of the sealing keys, the one that seals first. */
  public List<String> keyIds() {
    return keyIds;
  }

  /** Returns what the host's code relaxed of the endpoint policy, each in words. */
  public List<String> relaxations() {
    return relaxations;
  }

  /** Returns the providers whose last token request on this node failed, and why. */
  public List<FailingProvider> failing() {
    return failing;
  }

  /** Returns how many token requests run on this node. */
  public int tokenRequestsRunning() {
    return activity.running();
  }

  /** Returns how many token requests wait for a place on this node. */
  public int tokenRequestsWaiting() {
    return activity.waiting();
  }

  /** Returns how many providers' tokens this node holds in memory. */
  public int tokensHeld() {
    return activity.tokensHeld();
  }

  /**
   * Returns what was wrong with the store when this node polled it for changes last; empty when it
   * answered and takes writes. One that only reads ({@link StoreException.Reason#READ_ONLY})
   * answers, but each node asks for tokens of its own meanwhile.
   */
  public Optional<StoreException.Reason> storeTrouble() {
    return Optional.ofNullable(activity.storeTrouble());
  }

  /** Returns whether the store answered when this node polled it for changes last. */
  public boolean storeResponds() {
    return storeTrouble().filter(trouble -> trouble != StoreException.Reason.READ_ONLY).isEmpty();
  }

  /**
   * Returns since when the store has been as {@link #storeTrouble()} says, by this node's clock; at
   * first, since the object was built.
   */
  public Instant storeSince() {
    return activity.storeSince();
  }

  /** Returns how many events were lost on this node because the listener could not keep up. */
  public long eventsDropped() {
    return eventsDropped;
  }

  /** Returns one line for a log. */
  @Override
  public String toString() {
    return "Health[store "
        + storeTrouble().map(StoreException.Reason::name).orElse("answers")
        + ", failing="
        + failing.size()
        + ", running="
        + tokenRequestsRunning()
        + ", waiting="
        + tokenRequestsWaiting()
        + ", tokensHeld="
        + tokensHeld()
        + ", eventsDropped="
        + eventsDropped
        + "]";
  }

  /**
   * A provider whose last token request failed.
   *
   * @param tenant the tenant
   * @param id the provider
   * @param failure why; its operator's detail is in the health of all tenants only
   */
  public record FailingProvider(String tenant, ProviderId id, TokenFailure failure) {

    private static FailingProvider of(Activity.Failing failing) {
      return new FailingProvider(
          failing.tenant(), new ProviderId(failing.providerId()), failing.failure());
    }

    private FailingProvider asTenantsSee() {
      return new FailingProvider(tenant, id, failure.withoutOperatorDetail());
    }
  }
}
