package io.calloutauth.spring.boot;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration of the health indicator {@code calloutAuth} on Spring Boot 4, whose {@code
 * HealthIndicator} is in a module of its own. {@code management.health.callout-auth.enabled} turns
 * it off.
 */
@AutoConfiguration(after = CalloutAuthAutoConfiguration.class)
@ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
@Conditional(OnCalloutAuth.class)
@ConditionalOnEnabledHealthIndicator("callout-auth")
public final class CalloutAuthHealthAutoConfiguration {

  /** Makes the configuration; Spring does. */
  public CalloutAuthHealthAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(name = "calloutAuthHealthIndicator")
  HealthIndicator calloutAuthHealthIndicator(BeanFactory beans) {
    return new CalloutAuthHealthIndicator(NodeHealth.of(beans));
  }
}
