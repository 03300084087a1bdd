package io.calloutauth.memory;

import io.calloutauth.store.ProviderListing;
import io.calloutauth.store.ProviderRow;
import java.time.Instant;
import java.util.Collections;
import java.util.NavigableSet;
import java.util.TreeSet;

/** One provider with its token and the notifications bound to it; guarded by its tenant's lock. */
final class StoredProvider {

  private final TokenState token = new TokenState();
  private final WaitingRevocations revocations = new WaitingRevocations();
  private ProviderRow row;
  // Most providers of a large tenant have few users or none: no set before the first.
  private NavigableSet<String> users = Collections.emptyNavigableSet();

  StoredProvider(ProviderRow row) {
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

  TokenState token() {
    return token;
  }

  ProviderListing listing(Instant now) {
    return new ProviderListing(row, users.size(), token.row(now));
  }

  WaitingRevocations revocations() {
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
