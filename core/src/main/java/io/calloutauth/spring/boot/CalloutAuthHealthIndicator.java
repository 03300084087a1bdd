package io.calloutauth.spring.boot;

import org.springframework.boot.health.contributor.AbstractHealthIndicator;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;

/** Health indicator of this node on Spring Boot 4: up while its store answers. */
final class CalloutAuthHealthIndicator extends AbstractHealthIndicator {

  private final NodeHealth node;

  CalloutAuthHealthIndicator(NodeHealth node) {
    super("The health of Callout Auth could not be read");
    this.node = node;
  }

  @Override
  protected void doHealthCheck(Health.Builder builder) {
    NodeHealth.Look look = node.look();
    builder.status(look.isUp() ? Status.UP : Status.DOWN).withDetails(look.details());
  }
}
