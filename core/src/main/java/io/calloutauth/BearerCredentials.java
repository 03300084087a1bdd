package io.calloutauth;

import io.calloutauth.engine.RouteToken;
import java.util.function.BiConsumer;

/** A token on its notification's route, as a host sees it. */
final class BearerCredentials extends RouteToken implements CalloutCredentials {

  BearerCredentials(Seed seed) {
    super(seed);
  }

  @Override
  public void applyTo(BiConsumer<String, String> headers) {
    headers.accept("Authorization", header());
  }

  @Override
  public String toString() {
    return "CalloutCredentials[hidden]";
  }
}
