package io.calloutauth.spring.boot;

import io.calloutauth.CalloutAuthBuilder;

/**
 * Customizes the builder of the auto-configured {@code CalloutAuth} or {@code CalloutAuthTenants}:
 * a bean of this type sets what no property does, such as a trust manager of the host's own. It is
 * called after the properties were applied, in the order of Spring's {@code @Order}, while the
 * application starts.
 */
@FunctionalInterface
public interface CalloutAuthBuilderCustomizer {

  /** Sets something on the builder. */
  void customize(CalloutAuthBuilder builder);
}
