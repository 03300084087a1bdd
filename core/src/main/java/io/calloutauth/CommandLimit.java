package io.calloutauth;

import io.calloutauth.CalloutAuthException.NamedProvider;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.engine.TokenCommands;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.ProviderKey;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rate limiter of one tenant's commands, as its callers meet it: what finds no place throws. It
 * keeps providers from being used to scan a network or to flood a server.
 *
 * @param tenant the tenant
 * @param commands have the limits of all tenants
 */
record CommandLimit(String tenant, TokenCommands commands) {

  /**
   * Takes a place for a test, a check or metadata.
   *
   * @param id the provider, or null when it is not stored yet
   * @param endpoints that may be reached
   * @throws TooManyAttemptsException when there is none
   */
  void takeTest(@Nullable ProviderId id, List<URI> endpoints) {
    check(id, commands.takeTest(tenant, id == null ? null : id.key(), endpoints));
  }

  /**
   * Takes a place for a check of settings.
   *
   * @param editOf the provider that they change, or null when they are of a new one
   * @throws TooManyAttemptsException when there is none
   */
  void takeCheck(@Nullable ProviderId editOf, ClientRegistration checked) {
    takeTest(
        editOf,
        Stream.of(
                Optional.of(checked.tokenEndpoint()),
                checked.introspectionEndpoint(),
                checked.testEndpoint())
            .flatMap(Optional::stream)
            .map(Endpoint::uri)
            .toList());
  }

  /**
   * Takes a place for a command that ends something.
   *
   * @param endpoints that may be reached
   * @throws TooManyAttemptsException when there is none
   */
  void takeStop(ProviderId id, List<URI> endpoints) {
    check(id, commands.takeStop(tenant, endpoints));
  }

  private void check(@Nullable ProviderId id, Duration wait) {
    if (!wait.isZero()) {
      throw new TooManyAttemptsException(id == null ? null : named(id), wait);
    }
  }

  private NamedProvider named(ProviderId id) {
    return new NamedProvider(id, name(id));
  }

  /** Returns a provider's name; empty when this node does not hold the provider. */
  String name(ProviderId id) {
    return commands.findName(new ProviderKey(tenant, id.key()));
  }

  /** Returns what turns the engine's outcomes in the tenant into exceptions. */
  OutcomeExceptions exceptions() {
    return new OutcomeExceptions(this::name);
  }
}
