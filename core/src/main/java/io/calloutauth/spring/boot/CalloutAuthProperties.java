package io.calloutauth.spring.boot;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The configuration properties {@code callout-auth.*}, each named after the builder's method that
 * it sets. What is not set keeps the builder's default.
 *
 * @param multiTenant whether there is a {@code CalloutAuthTenants} in place of a {@code
 *     CalloutAuth}
 * @param keys what seals secrets and tokens
 * @param endpoints which endpoints may be used
 * @param history whether and how long history is kept
 * @param sslBundle the SSL bundle whose certificates are trusted at endpoints
 */
@ConfigurationProperties(CalloutAuthProperties.PREFIX)
record CalloutAuthProperties(
    boolean multiTenant,
    @DefaultValue KeyProperties keys,
    @DefaultValue EndpointProperties endpoints,
    @DefaultValue History history,
    @Nullable String sslBundle,
    @Nullable Duration connectTimeout,
    @Nullable Duration requestTimeout,
    @Nullable Duration maxWait,
    @Nullable Integer tokensHeld,
    @Nullable Integer providersPerTenant,
    boolean allowTokenDisclosure) {

  static final String PREFIX = "callout-auth";

  /** The properties {@code callout-auth.history.*}. */
  record History(@DefaultValue("true") boolean enabled, @Nullable Duration retention) {}
}
