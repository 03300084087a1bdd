package io.calloutauth.example.console;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthBuilder;
import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.endpoint.PublicEndpointsBuilder;
import io.calloutauth.example.console.activity.Activity;
import io.calloutauth.example.console.demo.DemoKeys;
import io.calloutauth.jdbc.JdbcStore;
import io.calloutauth.seal.SealingKeys;
import io.calloutauth.store.Store;
import java.time.InstantSource;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/** Everything that embedding the library takes: a store, keys, a policy and a listener. */
@Configuration(proxyBeanMethods = false)
class Embedding {

  /** In the console's own database: what administrators change joins its transactions. */
  @Bean
  Store store(DataSource database) {
    JdbcStore store = JdbcStore.create(new TransactionAwareDataSourceProxy(database));
    store.createSchema();
    return store;
  }

  @Bean
  InstantSource clock() {
    return InstantSource.system();
  }

  /** Public endpoints only; the demo's servers are on this machine. */
  @Bean
  PublicEndpoints endpointPolicy(ConsoleSettings settings) {
    PublicEndpointsBuilder policy = PublicEndpoints.builder();
    return settings.demo() ? policy.allowLoopbackHttp().build() : policy.build();
  }

  // tag::bean
  /** Spring closes it; the store stays open until after that. */
  @Bean
  CalloutAuthTenants calloutAuth(
      Store store, PublicEndpoints policy, Activity activity, ConsoleSettings settings) {
    CalloutAuthBuilder builder =
        CalloutAuth.builder(store).endpointPolicy(policy).listener(activity);
    keys(store, settings).ifPresent(builder::cipher);
    return builder.buildForTenants();
  }

  // end::bean

  /** Without keys the library makes one for a store in memory, and refuses a durable one. */
  private static Optional<SealingKeys> keys(Store store, ConsoleSettings settings) {
    if (!settings.sealingKeys().isEmpty()) {
      return Optional.of(SealingKeys.parse(settings.sealingKeys()));
    }
    return settings.demo() && store.durable()
        ? Optional.of(DemoKeys.in(settings.demoKeys()))
        : Optional.empty();
  }
}
