package io.calloutauth.engine;

import io.calloutauth.engine.TokenListener.Kind;
import io.calloutauth.engine.TokenListener.Note;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderEditor;
import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.World.BackgroundTasks;
import io.calloutauth.store.ClaimStore;
import io.calloutauth.store.Page;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderListing;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.ProviderStore;
import io.calloutauth.store.Store;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reminders of client credentials that expire: of a client certificate, and of a client secret
 * whose end an administrator entered. Thread-safe; what blocks runs on the threads that it was
 * given.
 *
 * <ol>
 *   <li>Each node walks through all providers, one page at a time with a pause after it, and begins
 *       anew an hour after the last one. It counts what ends soon.
 *   <li>30, 7 and 1 days before an end, the node that claims the reminder in the store tells of it;
 *       those that lose the claim tell nothing.
 *   <li>Only the nearest reminder is told: nodes that were down for days make up for no other.
 *   <li>A claim names what ends, so that another certificate, secret or end is told of anew. It
 *       runs for 30 days beyond the end, and what ended before that is told of no more.
 *   <li>Where the store does not answer, the walk begins anew an hour later. A provider that is
 *       locked holds up no other.
 * </ol>
 */
final class EndReminders {

  private static final Logger LOG = LoggerFactory.getLogger(EndReminders.class);
  private static final Duration FIRST = Duration.ofMinutes(10);
  private static final Duration INTERVAL = Duration.ofHours(1);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final int PAGE = 100;

  /** How many days before an end it is told, the nearest first. */
  private static final List<Integer> DAYS = List.of(1, 7, 30);

  private static final Duration SOON = Duration.ofDays(30);
  private static final Duration CLAIMED_BEYOND = Duration.ofDays(30);

  private final ProviderStore providers;
  private final ClaimStore claims;
  private final Clocks clocks;
  private final BackgroundTasks tasks;
  private final TokenListener listener;
  private volatile Map<String, Integer> soon = Map.of();

  // Used by one step after another.
  private final Queue<String> tenants = new ArrayDeque<>();
  private final Map<String, Integer> counted = new HashMap<>();
  private @Nullable String tenantsAfter;
  private @Nullable String providersAfter;
  private boolean isWalking;

  EndReminders(Store store, Clocks clocks, BackgroundTasks tasks, TokenListener listener) {
    this.providers = store.providers();
    this.claims = store.claims();
    this.clocks = clocks;
    this.tasks = tasks;
    this.listener = listener;
  }

  /** Looks once an hour from now on; returns at once. */
  void lookEachHour() {
    tasks.after(FIRST, this::goOn);
  }

  /** Returns how many credentials of each tenant end soon, as the last whole walk found. */
  Map<String, Integer> soon() {
    return soon;
  }

  private void goOn() {
    boolean hasMore = false;
    try {
      hasMore = step();
    } catch (StoreException down) {
      LOG.debug("Credentials that end are looked for later: the store does not answer", down);
      begin();
    } finally {
      tasks.after(hasMore ? PAUSE : INTERVAL, this::goOn);
    }
  }

  /** Reads a page; tells whether the walk has another. */
  private boolean step() {
    if (tenants.isEmpty() && !readTenants()) {
      soon = Map.copyOf(counted); // first: a database may only read
      claims.sweep();
      begin();
      return false;
    }
    String tenant = tenants.element();
    Page<ProviderListing> page = providers.list(tenant, providersAfter, PAGE);
    page.items().stream().map(ProviderListing::provider).forEach(this::look);
    providersAfter = page.next().orElse(null);
    if (providersAfter == null) {
      tenants.remove();
    }
    return true;
  }

  private void begin() {
    tenants.clear();
    counted.clear();
    tenantsAfter = null;
    providersAfter = null;
    isWalking = false;
  }

  private boolean readTenants() {
    if (isWalking && tenantsAfter == null) {
      return false;
    }
    Page<String> page = providers.listTenants(tenantsAfter, PAGE);
    tenants.addAll(page.items());
    tenantsAfter = page.next().orElse(null);
    isWalking = true;
    return !tenants.isEmpty();
  }

  private void look(ProviderRow row) {
    if (row.content().disabled() || ProviderEditor.objection(row) != null) {
      return;
    }
    try {
      Instant now = clocks.wall().instant();
      ends(ProviderEditor.view(row))
          .filter(end -> end.time().isBefore(now.plus(SOON)))
          .forEach(end -> remind(row, end, now));
    } catch (RuntimeException unreadable) { // as its callouts and its page tell; the walk goes on
      LOG.debug("Provider {}: its settings cannot be read", row.key().id());
    }
  }

  /**
   * An end.
   *
   * @param kind of what
   * @param what which one, among all that the provider has had
   * @param time when
   */
  private record End(Kind kind, String what, Instant time) {}

  private static Stream<End> ends(Provider provider) {
    Stream<End> certificate =
        provider.clientCertificate().stream()
            .map(
                one ->
                    new End(
                        Kind.CERTIFICATE_ENDS,
                        one.thumbprintSha256() + " " + one.ends(),
                        one.ends()));
    Stream<End> secret =
        provider.clientSecretExpiresAt().stream()
            .map(end -> new End(Kind.SECRET_ENDS, end + " " + setAt(provider), end));
    return Stream.concat(certificate, secret);
  }

  private static long setAt(Provider provider) {
    return provider.secretSetAt().map(Instant::toEpochMilli).orElse(0L);
  }

  private void remind(ProviderRow row, End end, Instant now) {
    counted.merge(row.key().tenant(), 1, Integer::sum);
    Duration left = Duration.between(now, end.time());
    Duration claimed = left.plus(CLAIMED_BEYOND);
    int days =
        DAYS.stream()
            .filter(before -> left.compareTo(Duration.ofDays(before)) <= 0)
            .findFirst()
            .orElse(DAYS.get(DAYS.size() - 1));
    boolean isLate = claimed.isNegative() || claimed.isZero();
    if (!isLate && isClaimed(row.key(), end.kind() + " " + days + " " + end.what(), claimed)) {
      tell(row.key(), row.content().name().text(), end);
    }
  }

  private boolean isClaimed(ProviderKey key, String name, Duration duration) {
    try {
      return claims.claim(key, name, duration).isPresent();
    } catch (StoreException held) {
      LOG.debug("Provider {}: no reminder can be claimed now", key.id(), held);
      return false;
    }
  }

  private void tell(ProviderKey key, String name, End end) {
    String what = end.kind() == Kind.SECRET_ENDS ? "client secret" : "client certificate";
    LOG.warn("Provider {} ({}): the end of its {} is {}", name, key.id(), what, end.time());
    listener.happened(key, name, end.kind(), Note.of(end.time().toString()));
  }
}
