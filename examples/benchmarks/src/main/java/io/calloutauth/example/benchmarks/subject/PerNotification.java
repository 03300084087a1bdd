package io.calloutauth.example.benchmarks.subject;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What a host keeps around a peer that knows one client only: an object for each provider, found by
 * notification. Immutable.
 */
final class PerNotification<T> {

  private final Map<String, T> byNotification = new HashMap<>();

  /**
   * Makes the objects.
   *
   * @param maker makes one from what asks for its token
   */
  PerNotification(Setting setting, Function<TokenRequest, T> maker) {
    List<T> all = new ArrayList<>();
    for (int i = 0; i < setting.providers(); i++) {
      all.add(
          maker.apply(
              new TokenRequest(setting.tokenEndpoint(), Setting.clientId(i), setting.timeout())));
    }
    for (int i = 0; i < setting.notifications(); i++) {
      byNotification.put(Setting.notification(i), all.get(setting.providerOf(i)));
    }
  }

  T of(String notificationId) {
    T found = byNotification.get(notificationId);
    if (found == null) {
      throw new IllegalArgumentException("there is no such notification");
    }
    return found;
  }

  Iterable<T> all() {
    return byNotification.values();
  }
}
