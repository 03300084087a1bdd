package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.example.benchmarks.subject.CalloutAuthSubject;
import io.calloutauth.example.benchmarks.subject.Setting;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Several hosts of one cluster in this JVM: each has its own library, all share what is stored. */
final class Nodes implements AutoCloseable {

  /** The tenant of a host that has one. */
  static final String TENANT = "default";

  private final List<CalloutAuth> nodes = new ArrayList<>();

  /**
   * Starts them, and makes the providers and bindings.
   *
   * @param stores gives each node its store
   */
  Nodes(int count, Supplier<Store> stores, Setting setting) {
    SealingKeys keys = SealingKeys.ephemeral();
    for (int i = 0; i < count; i++) {
      nodes.add(node(stores.get(), keys, setting));
    }
    CalloutAuth first = nodes.get(0);
    List<ProviderId> providers = new ArrayList<>();
    for (int i = 0; i < setting.providers(); i++) {
      providers.add(first.providers().create(CalloutAuthSubject.provider(setting, i)).id());
    }
    for (int i = 0; i < setting.notifications(); i++) {
      first.notifications().bind(Setting.notification(i), providers.get(setting.providerOf(i)));
    }
  }

  private static CalloutAuth node(Store store, SealingKeys keys, Setting setting) {
    return CalloutAuth.builder(store)
        .cipher(keys)
        .endpointPolicy(PublicEndpoints.builder().allowLoopbackHttp().build())
        .requestTimeout(setting.timeout())
        .providersPerTenant(Math.max(1, setting.providers()))
        .build();
  }

  /** Returns what authenticates each node's callouts. */
  List<CalloutAuthenticator> callouts() {
    return nodes.stream().map(CalloutAuth::callouts).toList();
  }

  @Override
  public void close() {
    nodes.forEach(CalloutAuth::close);
  }
}
