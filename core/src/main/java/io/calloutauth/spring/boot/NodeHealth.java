package io.calloutauth.spring.boot;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.Health;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.beans.factory.BeanFactory;

/**
 * The health of this node as both generations of health indicators show it. Only a store that does
 * not answer makes it down: a provider that fails is its administrator's, and no other node would
 * serve it better. Names neither tenants nor providers.
 */
final class NodeHealth {

  private final Supplier<Health> health;

  private NodeHealth(Supplier<Health> health) {
    this.health = health;
  }

  /** Returns the health of the one node that a host's beans have. */
  static NodeHealth of(BeanFactory beans) {
    CalloutAuthTenants tenants = beans.getBeanProvider(CalloutAuthTenants.class).getIfUnique();
    if (tenants != null) {
      return new NodeHealth(tenants::health);
    }
    CalloutAuth only = beans.getBean(CalloutAuth.class);
    return new NodeHealth(only::health);
  }

  /** Looks at the node, and returns all that is seen. Does not block. */
  Health health() {
    return health.get();
  }

  /** Looks at the node. Does not block. */
  Look look() {
    return new Look(health());
  }

  /** What one look at the node saw. */
  static final class Look {

    private final Health health;

    private Look(Health health) {
      this.health = health;
    }

    boolean isUp() {
      return health.storeResponds();
    }

    Map<String, Object> details() {
      Map<String, Object> details = new LinkedHashMap<>();
      details.put("store", health.storeTrouble().map(Enum::name).orElse("ANSWERS"));
      details.put("storeSince", health.storeSince().toString());
      details.put("tokensHeld", health.tokensHeld());
      details.put("tokenRequestsRunning", health.tokenRequestsRunning());
      details.put("tokenRequestsWaiting", health.tokenRequestsWaiting());
      details.put("failingProviders", health.failing().size());
      details.put("authorizationsNeeded", health.authorizationsNeeded());
      details.put("credentialsEnding", health.credentialsEnding());
      details.put("eventsDropped", health.eventsDropped());
      details.put("historyDropped", health.historyDropped());
      details.put("historyWaiting", health.historyWaiting());
      details.put("relaxations", health.relaxations().size());
      return details;
    }
  }
}
