package io.calloutauth.spring.boot;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthTenants;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;

/** Condition: the application has one way in, for one tenant or for many. */
final class OnCalloutAuth extends AnyNestedCondition {

  OnCalloutAuth() {
    super(ConfigurationPhase.REGISTER_BEAN);
  }

  @ConditionalOnSingleCandidate(CalloutAuth.class)
  static final class ForOneTenant {}

  @ConditionalOnSingleCandidate(CalloutAuthTenants.class)
  static final class ForManyTenants {}
}
