package io.calloutauth;

import java.util.function.BiConsumer;

/**
 * The credentials of one retry after a 401: they know that they are for a second attempt, so that
 * another refusal brings no third. Immutable.
 */
final class SecondAttempt implements CalloutCredentials {

  private final BearerCredentials token;

  SecondAttempt(BearerCredentials token) {
    this.token = token;
  }

  /** Returns the token, which other callouts carry as well. */
  BearerCredentials token() {
    return token;
  }

  @Override
  public void applyTo(BiConsumer<String, String> headers) {
    token.applyTo(headers);
  }

  @Override
  public int bodyLimit() {
    return token.bodyLimit();
  }

  @Override
  public String toString() {
    return token.toString();
  }
}
