package io.calloutauth;

import io.calloutauth.engine.CommandLimits;
import io.calloutauth.engine.TenantTokens;
import io.calloutauth.provider.ProviderId;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rate limiter of one tenant's commands, as its callers meet it: what finds no place throws. It
 * keeps providers from being used to scan a network or to flood a server.
 *
 * @param tenant the tenant
 * @param tokens its tokens
 * @param limits the limits of all tenants
 */
record CommandLimit(String tenant, TenantTokens tokens, CommandLimits limits) {

  static CommandLimit of(NodeParts parts, String tenant) {
    return new CommandLimit(tenant, parts.engine().tenant(tenant), parts.engine().commands());
  }

  /**
   * Takes a place for a test or check.
   *
   * @param id the provider, or null when it is not stored yet
   * @param endpoints that may be reached
   * @throws TooManyAttemptsException when there is none
   */
  void takeTest(@Nullable ProviderId id, List<URI> endpoints) {
    Duration wait = id == null ? Duration.ZERO : tokens.takeTest(id.key());
    check(id, wait.isZero() ? limits.take(tenant, CommandLimits.Kind.REQUEST, endpoints) : wait);
  }

  /**
   * Takes a place for a command that ends something.
   *
   * @param endpoints that may be reached
   * @throws TooManyAttemptsException when there is none
   */
  void takeStop(ProviderId id, List<URI> endpoints) {
    check(id, limits.take(tenant, CommandLimits.Kind.STOP, endpoints));
  }

  private static void check(@Nullable ProviderId id, Duration wait) {
    if (!wait.isZero()) {
      throw new TooManyAttemptsException(id, wait);
    }
  }
}
