package io.calloutauth.memory;

import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderListing;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.Sealed;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;

/** One provider with its token and the notifications bound to it; guarded by its tenant's lock. */
final class MemoryProvider {

  private final MemoryToken token = new MemoryToken();
  private final PendingRevocations revocations = new PendingRevocations();
  private ProviderRow row;
  // Most providers of a large tenant have few users or none: no set before the first.
  private NavigableSet<String> users = Collections.emptyNavigableSet();

  MemoryProvider(ProviderRow row) {
    this.row = row;
  }

  String id() {
    return row.key().id();
  }

  String nameKey() {
    return row.content().name().key();
  }

  ProviderRow row() {
    return row;
  }

  void rewrite(ProviderRow next) {
    row = next;
  }

  /** Puts a sealed value in the place of the one that was read; no version tells of it. */
  boolean reseal(String name, Sealed read, Sealed now) {
    ProviderContent before = row.content();
    Sealed kept = before.secrets().get(name);
    if (kept == null || !kept.equals(read)) {
      return false;
    }
    Map<String, Sealed> secrets = new HashMap<>(before.secrets());
    secrets.put(name, now);
    row = row.toBuilder().content(before.toBuilder().secrets(secrets).build()).build();
    return true;
  }

  MemoryToken token() {
    return token;
  }

  ProviderListing listing(Instant now) {
    return ProviderListing.of(row, users.size(), token.row(now));
  }

  PendingRevocations revocations() {
    return revocations;
  }

  NavigableSet<String> users() {
    return users;
  }

  void addUser(String notificationId) {
    if (users.isEmpty()) {
      users = new TreeSet<>();
    }
    users.add(notificationId);
  }

  void removeUser(String notificationId) {
    users.remove(notificationId);
    if (users.isEmpty()) {
      users = Collections.emptyNavigableSet();
    }
  }
}
