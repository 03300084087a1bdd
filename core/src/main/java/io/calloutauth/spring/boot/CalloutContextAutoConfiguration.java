package io.calloutauth.spring.boot;

import io.calloutauth.micrometer.ContextAuthenticator;
import io.micrometer.context.ContextSnapshotFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration of context propagation where Micrometer's is there: what follows a wait for a
 * token finds the trace of whoever asked for it.
 */
@AutoConfiguration(after = CalloutAuthAutoConfiguration.class)
@ConditionalOnClass(ContextSnapshotFactory.class)
@Conditional(OnCalloutAuth.class)
public final class CalloutContextAutoConfiguration {

  /** Makes the configuration; Spring does. */
  public CalloutContextAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean(name = "calloutAuthContextDecorator")
  CalloutDecorator calloutAuthContextDecorator() {
    return ContextAuthenticator::of;
  }
}
