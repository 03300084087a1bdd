package io.calloutauth.spring.boot;

import io.calloutauth.CalloutAuthenticator;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.ObjectProvider;

/** Decorates the authenticators that auto-configured clients use, for example with metrics. */
@FunctionalInterface
interface CalloutDecorator extends UnaryOperator<CalloutAuthenticator> {

  /** Returns one that decorates with all there are, in their order. */
  static CalloutDecorator all(ObjectProvider<CalloutDecorator> decorators) {
    return callouts -> {
      CalloutAuthenticator decorated = callouts;
      for (CalloutDecorator decorator : decorators.orderedStream().toList()) {
        decorated = decorator.apply(decorated);
      }
      return decorated;
    };
  }
}
