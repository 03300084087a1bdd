package io.calloutauth;

import io.calloutauth.engine.RouteToken;
import io.calloutauth.oauth.RenewalRules;
import java.util.function.BiConsumer;

/** A token on its notification's route, as a host sees it. */
final class BearerCredentials extends RouteToken implements CalloutCredentials {

  private boolean suspected;

  BearerCredentials(Seed seed) {
    super(seed);
  }

  @Override
  public void applyTo(BiConsumer<String, String> headers) {
    headers.accept("Authorization", header());
  }

  @Override
  public int bodyLimit() {
    return renewal().body().isPresent() ? RenewalRules.Body.LIMIT : 0;
  }

  int headerLength() {
    return header().length();
  }

  /** Returns true when first asked; two threads at once may both be first. */
  boolean firstSuspicion() {
    boolean first = !suspected;
    suspected = true;
    return first;
  }

  @Override
  public String toString() {
    return "CalloutCredentials[hidden]";
  }
}
