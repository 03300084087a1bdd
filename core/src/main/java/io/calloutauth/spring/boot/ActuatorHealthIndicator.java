package io.calloutauth.spring.boot;

import org.springframework.boot.actuate.health.AbstractHealthIndicator;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.Status;

/** Health indicator of this node on Spring Boot 3.5: up while its store answers. */
final class ActuatorHealthIndicator extends AbstractHealthIndicator {

  private final NodeHealth node;

  ActuatorHealthIndicator(NodeHealth node) {
    super("The health of Callout Auth could not be read");
    this.node = node;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    NodeHealth.Look look = node.look();
    builder.status(look.isUp() ? Status.UP : Status.DOWN).withDetails(look.details());
  }
}
