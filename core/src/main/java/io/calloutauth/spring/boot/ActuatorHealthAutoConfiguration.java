package io.calloutauth.spring.boot;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.actuate.autoconfigure.health.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration of the health indicator {@code calloutAuth} on Spring Boot 3.5, whose {@code
 * HealthIndicator} is part of the actuator. {@code management.health.callout-auth.enabled} turns it
 * off.
 */
@AutoConfiguration(after = CalloutAuthAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@Conditional(OnCalloutAuth.class)
@ConditionalOnEnabledHealthIndicator("callout-auth")
public final class ActuatorHealthAutoConfiguration {

  /** Makes the configuration; Spring does. */
  public ActuatorHealthAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(name = "calloutAuthHealthIndicator")
  HealthIndicator calloutAuthHealthIndicator(BeanFactory beans) {
    return new ActuatorHealthIndicator(NodeHealth.of(beans));
  }
}
