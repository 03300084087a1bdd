package io.calloutauth.spring.boot;

import io.calloutauth.CalloutAuthListener.TokenRequestObserver;
import io.calloutauth.micrometer.TokenRequestObservations;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;

/**
 * Auto-configuration of observations where Micrometer has an {@link ObservationRegistry}: one for
 * each token request, which is a span where the host traces. Backs off for a {@link
 * TokenRequestObserver} of the host's own.
 */
@AutoConfiguration(
    after = CalloutAuthAutoConfiguration.class,
    afterName = {
      // Boot 4
      "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration",
      // Boot 3.5
      "org.springframework.boot.actuate.autoconfigure.observation.ObservationAutoConfiguration"
    })
@ConditionalOnClass(ObservationRegistry.class)
@ConditionalOnSingleCandidate(ObservationRegistry.class)
@Conditional(OnCalloutAuth.class)
public final class CalloutObservationAutoConfiguration {

  /** Makes the configuration; Spring does. */
  public CalloutObservationAutoConfiguration() {}

  @Bean
  @ConditionalOnMissingBean
  TokenRequestObserver calloutAuthTokenRequestObserver(ObservationRegistry registry) {
    return new TokenRequestObservations(registry);
  }
}
