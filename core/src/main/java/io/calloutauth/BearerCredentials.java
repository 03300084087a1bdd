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

  /**
   * The credentials of one retry after a 401: they know that they are for a second attempt, so that
   * another refusal brings no third. Immutable.
   */
  static final class SecondAttempt implements CalloutCredentials {

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
}
