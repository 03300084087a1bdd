package io.calloutauth.spring.boot;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthBuilder;
import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.store.Store;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Scope;
import org.springframework.core.io.ResourceLoader;

/**
 * Auto-configuration of the library over the host's {@link Store} bean: a {@link CalloutAuth}, or a
 * {@link CalloutAuthTenants} where {@code callout-auth.multi-tenant} is true. It hears all {@code
 * CalloutAuthListener} beans, in their order, seals with the host's {@code SecretCipher} bean or
 * with the keys of {@code callout-auth.keys.*}, and is closed before the store's beans are.
 *
 * <p>Backs off for a bean of the host's own of either type, and for an {@link EndpointPolicy}. Only
 * a {@link CalloutAuth} beside {@code callout-auth.multi-tenant} keeps nothing away: it may well be
 * one of the tenants'.
 */
@AutoConfiguration
@ConditionalOnSingleCandidate(Store.class)
@EnableConfigurationProperties(CalloutAuthProperties.class)
public final class CalloutAuthAutoConfiguration {

  private static final String MULTI_TENANT = "callout-auth.multi-tenant";

  /** Makes the configuration; Spring does. */
  public CalloutAuthAutoConfiguration() {}

  /**
   * The endpoint policy that the properties ask for: public endpoints only, unless they relax it.
   */
  @Bean
  @ConditionalOnMissingBean(EndpointPolicy.class)
  PublicEndpoints calloutAuthEndpointPolicy(CalloutAuthProperties properties) {
    return ConfiguredEndpoints.policy(properties.endpoints());
  }

  /** A builder that is configured, new for whoever asks: for a host that builds by itself. */
  @Bean
  @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
  @ConditionalOnMissingBean
  CalloutAuthBuilder calloutAuthBuilder(
      Store store, CalloutAuthProperties properties, BeanFactory beans, ResourceLoader resources) {
    ConfiguredKeys keys = new ConfiguredKeys(properties.keys(), resources);
    return new ConfiguredBuilder(properties, beans).over(store, keys);
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean({CalloutAuth.class, CalloutAuthTenants.class})
  @ConditionalOnProperty(name = MULTI_TENANT, havingValue = "false", matchIfMissing = true)
  CalloutAuth calloutAuth(CalloutAuthBuilder builder) {
    return builder.build();
  }

  @Bean(destroyMethod = "close")
  @ConditionalOnMissingBean(CalloutAuthTenants.class)
  @ConditionalOnProperty(name = MULTI_TENANT, havingValue = "true")
  CalloutAuthTenants calloutAuthTenants(CalloutAuthBuilder builder) {
    return builder.buildForTenants();
  }
}
