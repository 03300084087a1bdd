package io.calloutauth.spring.boot;

import io.calloutauth.micrometer.MeteredAuthenticator;
import io.calloutauth.micrometer.NodeMetrics;
import io.calloutauth.micrometer.TokenMetrics;
import io.micrometer.core.instrument.MeterRegistry;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration of metrics where Micrometer has a {@link MeterRegistry}: a listener for token
 * requests, a binder for the node's state, and counting authenticators for {@link
 * CalloutRestClients} and the {@code CalloutAuthenticator} bean.
 */
@AutoConfiguration(
    after = CalloutAuthAutoConfiguration.class,
    afterName = {
      // Boot 4
      "org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration",
      // Boot 3.5
      "org.springframework.boot.actuate.autoconfigure.metrics.CompositeMeterRegistryAutoConfiguration"
    })
@ConditionalOnClass(MeterRegistry.class)
@ConditionalOnSingleCandidate(MeterRegistry.class)
@Conditional(OnCalloutAuth.class)
public final class CalloutMetricsAutoConfiguration {

  /** Makes the configuration; Spring does. */
  public CalloutMetricsAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  TokenMetrics calloutAuthTokenMetrics(MeterRegistry registry) {
    return new TokenMetrics(registry);
  }

  @Bean
  @ConditionalOnMissingBean
  NodeMetrics calloutAuthNodeMetrics(BeanFactory beans) {
    // The node is looked up when a meter is read: it is a listener's, and thus the registry's,
    // user.
    return new NodeMetrics(() -> NodeHealth.of(beans).health());
  }

  @Bean
  @ConditionalOnMissingBean(name = "calloutAuthMetricsDecorator")
  CalloutDecorator calloutAuthMetricsDecorator(MeterRegistry registry) {
    return callouts -> MeteredAuthenticator.of(callouts, registry);
  }
}
