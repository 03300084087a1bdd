package io.calloutauth.spring.boot;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthenticator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.client.RestClient;

/**
 * Auto-configuration of what a host's HTTP clients need: the {@link CalloutAuthenticator} of a host
 * with one tenant, and {@link CalloutRestClients} where Spring's {@code RestClient} is there.
 */
@AutoConfiguration(after = CalloutAuthAutoConfiguration.class)
@Conditional(OnCalloutAuth.class)
public final class CalloutClientsAutoConfiguration {

  /** Makes the configuration; Spring does. */
  public CalloutClientsAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  @ConditionalOnSingleCandidate(CalloutAuth.class)
  CalloutAuthenticator calloutAuthenticator(
      CalloutAuth auth, ObjectProvider<CalloutDecorator> decorators) {
    return CalloutDecorator.all(decorators).apply(auth.callouts());
  }

  /** Apart, so that nothing here loads Spring's web classes where they are absent. */
  @Configuration(proxyBeanMethods = false)
  @ConditionalOnClass(RestClient.class)
  static class RestClients {

    @Bean
    @ConditionalOnMissingBean
    CalloutRestClients calloutRestClients(
        ObjectProvider<RestClient.Builder> builders, ObjectProvider<CalloutDecorator> decorators) {
      return new CalloutRestClients(
          () -> builders.getIfAvailable(RestClient::builder), CalloutDecorator.all(decorators));
    }
  }
}
