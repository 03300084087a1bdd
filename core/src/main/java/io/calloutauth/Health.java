package io.calloutauth;

import io.calloutauth.engine.TokenEngine.Activity;
import io.calloutauth.json.PlainMap;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.StoreException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How a node is doing. One tenant's health names that tenant's relaxations and failing providers
 * alone; a count is of the whole node, all tenants together, unless it says otherwise. Immutable
 * and thread-safe.
 */
public final class Health {

  private final List<String> keyIds;
  private final List<String> relaxations;
  private final List<FailingProvider> failing;
  private final int running;
  private final int waiting;
  private final int tokensHeld;
  private final StoreException.@Nullable Reason storeTrouble;
  private final Instant storeSince;
  private final int credentialsEnding;
  private final Backlog backlog;

  /**
   * Looks at a node.
   *
   * @param tenant whose health it is, or null for all tenants
   */
  Health(
      List<String> keyIds,
      List<String> relaxations,
      Activity activity,
      Backlog backlog,
      @Nullable String tenant) {
    this.keyIds = List.copyOf(keyIds);
    this.relaxations = List.copyOf(relaxations);
    this.running = activity.running();
    this.waiting = activity.waiting();
    this.tokensHeld = activity.tokensHeld();
    this.storeTrouble = activity.storeTrouble();
    this.storeSince = activity.storeSince();
    this.failing =
        activity.failing().stream()
            .filter(failing -> tenant == null || failing.provider().tenant().equals(tenant))
            .map(FailingProvider::of)
            .map(provider -> tenant == null ? provider : provider.asTenantsSee())
            .toList();
    this.credentialsEnding =
        tenant == null
            ? activity.endingSoon().values().stream().mapToInt(Integer::intValue).sum()
            : activity.endingSoon().getOrDefault(tenant, 0);
    this.backlog = backlog;
  }

  /**
   * What a node did not come to.
   *
   * @param eventsDropped how many events were lost
   * @param historyDropped how many rows of history were lost
   * @param historyWaiting how many wait
   */
  record Backlog(long eventsDropped, long historyDropped, int historyWaiting) {}

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

  /**
   * Returns how many of {@link #failing()} wait for somebody who authorizes anew: their
   * authorization is needed, or in doubt while a token still serves. {@link
   * ProviderQuery#needsAuthorization} finds a tenant's, also those that this node was not asked
   * for.
   */
  public int authorizationsNeeded() {
    return (int)
        failing.stream().filter(each -> each.failure().error().endsAuthorization()).count();
  }

  /** Returns how many token requests run on this node. */
  public int tokenRequestsRunning() {
    return running;
  }

  /** Returns how many token requests wait for a place on this node. */
  public int tokenRequestsWaiting() {
    return waiting;
  }

  /** Returns how many providers' tokens this node holds in memory. */
  public int tokensHeld() {
    return tokensHeld;
  }

  /**
   * Returns what was wrong with the store when this node polled it for changes last; empty when it
   * answered and takes writes. One that only reads ({@link StoreException.Reason#READ_ONLY})
   * answers, but each node asks for tokens of its own meanwhile.
   */
  public Optional<StoreException.Reason> storeTrouble() {
    return Optional.ofNullable(storeTrouble);
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
    return storeSince;
  }

  /**
   * Returns how many client certificates and client secrets of providers in use end within 30 days,
   * or have ended: the tenant's alone in one tenant's health. It is what this node found when it
   * looked last, once an hour, and 0 for its first minutes. {@link
   * ProviderQuery#certificateEndsBefore} and {@link ProviderQuery#secretEndsBefore} find them.
   */
  public int credentialsEnding() {
    return credentialsEnding;
  }

  /** Returns how many events were lost on this node because the listener could not keep up. */
  public long eventsDropped() {
    return backlog.eventsDropped();
  }

  /**
   * Returns how many rows of history were lost on this node because there were too many at once, or
   * the store was out of reach for too long.
   */
  public long historyDropped() {
    return backlog.historyDropped();
  }

  /** Returns how many rows of history wait on this node to be written to the store. */
  public int historyWaiting() {
    return backlog.historyWaiting();
  }

  /**
   * Returns this health for a host's JSON: {@code key_ids}, {@code relaxations}, {@code failing}
   * (each with {@code tenant}, {@code id}, {@code name} and {@code failure}, which is as in {@link
   * TokenStatus#toMap()}, without the operator's detail), {@code token_requests_running}, {@code
   * token_requests_waiting}, {@code tokens_held}, {@code store_trouble} where there is any, {@code
   * store_since} in ISO 8601, {@code credentials_ending}, {@code authorizations_needed}, {@code
   * events_dropped}, {@code history_dropped} and {@code history_waiting}.
   */
  public Map<String, Object> toMap() {
    return new PlainMap()
        .put("key_ids", keyIds)
        .put("relaxations", relaxations)
        .put("failing", failing.stream().map(FailingProvider::toMap).toList())
        .put("token_requests_running", running)
        .put("token_requests_waiting", waiting)
        .put("tokens_held", tokensHeld)
        .put("store_trouble", storeTrouble == null ? null : storeTrouble.name())
        .put("store_since", storeSince)
        .put("credentials_ending", credentialsEnding)
        .put("authorizations_needed", authorizationsNeeded())
        .put("events_dropped", backlog.eventsDropped())
        .put("history_dropped", backlog.historyDropped())
        .put("history_waiting", backlog.historyWaiting())
        .build();
  }

  /** Returns one line for a log. */
  @Override
  public String toString() {
    return "Health[store "
        + storeTrouble().map(StoreException.Reason::name).orElse("answers")
        + ", failing="
        + failing.size()
        + ", authorizationsNeeded="
        + authorizationsNeeded()
        + ", running="
        + tokenRequestsRunning()
        + ", waiting="
        + tokenRequestsWaiting()
        + ", tokensHeld="
        + tokensHeld()
        + ", credentialsEnding="
        + credentialsEnding()
        + ", eventsDropped="
        + backlog.eventsDropped()
        + ", historyDropped="
        + backlog.historyDropped()
        + "]";
  }

  /**
   * A provider whose last token request failed.
   *
   * @param tenant the tenant
   * @param id the provider
   * @param name its name
   * @param failure why; its operator's detail, and how far a request got that the network failed,
   *     are in the health of all tenants only
   */
  public record FailingProvider(String tenant, ProviderId id, String name, TokenFailure failure) {

    private static FailingProvider of(Activity.Failing failing) {
      return new FailingProvider(
          failing.provider().tenant(),
          new ProviderId(failing.provider().id()),
          failing.name(),
          failing.failure());
    }

    private Map<String, Object> toMap() {
      return Map.of(
          "tenant", tenant, "id", id.toString(), "name", name, "failure", failure.toMap());
    }

    private FailingProvider asTenantsSee() {
      return new FailingProvider(tenant, id, name, failure.asTenantsSee());
    }
  }
}
