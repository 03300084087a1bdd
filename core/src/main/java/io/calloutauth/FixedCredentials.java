package io.calloutauth;

import java.util.function.BiConsumer;

/** One fixed token, as a host sees it. Immutable; {@link #toString()} hides the token. */
final class FixedCredentials implements CalloutCredentials {

  // Transient: JSON libraries that read fields leave it out.
  private final transient String header;

  FixedCredentials(String token) {
    this.header = "Bearer " + token;
  }

  @Override
  public void applyTo(BiConsumer<String, String> headers) {
    headers.accept("Authorization", header);
  }

  @Override
  public String toString() {
    return "CalloutCredentials[hidden]";
  }
}
