package io.calloutauth.engine;

import io.calloutauth.client.ClientAuthentication;
import io.calloutauth.client.FailureClass;
import io.calloutauth.client.IssuedToken;
import io.calloutauth.client.RegisteredClient;
import io.calloutauth.client.Scope;
import io.calloutauth.client.Secret;
import io.calloutauth.client.TestEndpointResult;
import io.calloutauth.client.TokenFailure;
import io.calloutauth.client.TokenResult;
import io.calloutauth.engine.TokenOutcome.Blocked;
import io.calloutauth.engine.TokenOutcome.StoreFailed;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How an administrator's buttons test and check. Every method blocks; they run on engine threads.
 * Thread-safe.
 */
final class Administration {

  private final EngineParts parts;
  private final Clients clients;

  Administration(EngineParts parts) {
    this.parts = parts;
    this.clients = new Clients(parts.vault(), parts.listener());
  }

  /** Shows a token to the provider's test endpoint. */
  Tested test(ProviderKey key, TokenOutcome outcome) {
    if (!(outcome instanceof TokenOutcome.Granted granted)) {
      return Tested.blocked(outcome);
    }
    try {
      Optional<ProviderRow> row = parts.store().providers().find(key);
      if (row.isEmpty()) {
        return Tested.blocked(new Blocked(key.id(), Blocked.Reason.GONE));
      }
      ProviderEntry entry = ProviderEntry.read(row.get(), parts.policy());
      OpenedClient opened = clients.open(entry);
      if (opened.client() == null) {
        return new Tested(opened.obstacle(), null, null, null);
      }
      TestEndpointResult answer = shown(opened.client(), granted.accessToken());
      boolean refused = answer == null && hasTestEndpoint(row.get());
      return Tested.passed(granted.grant(), refused ? refused(entry) : answer);
    } catch (StoreException down) {
      return Tested.blocked(new StoreFailed(down));
    }
  }

  private static boolean hasTestEndpoint(ProviderRow row) {
    return StoredSettings.read(row.content().settings()).hasTestEndpoint();
  }

  /** There is one, and the policy does not let it be used any more. */
  private TestEndpointResult refused(ProviderEntry entry) {
    clients.refused(entry);
    return new TestEndpointResult(
        TestEndpointResult.Outcome.ENDPOINT_REFUSED, 0, Scope.EMPTY, null, Clients.URL_REFUSED);
  }

  /** Goes through the whole chain with a client that is stored nowhere. */
  Tested check(RegisteredClient client) {
    TokenResult answer = parts.client().fetch(client, deadline());
    if (answer instanceof TokenFailure failure) {
      TokenOutcome obstacle = new TokenOutcome.Failed("", failure, Duration.ZERO);
      return new Tested(obstacle, worksWith(client, failure), null, null);
    }
    IssuedToken token = (IssuedToken) answer;
    Grant grant = new Grant(token.scope(), token.warnings());
    return Tested.passed(grant, shown(client, token.accessToken()));
  }

  /** At most two more requests, and only where an administrator asked for one. */
  private @Nullable ClientAuthentication worksWith(RegisteredClient client, TokenFailure failure) {
    for (RegisteredClient other : OtherAuthentication.of(client, failure)) {
      TokenResult answer = parts.client().fetch(other, deadline());
      if (!(answer instanceof TokenFailure refused)) {
        return other.registration().clientAuthentication();
      }
      if (refused.status() == 0 || refused.failureClass() == FailureClass.THROTTLED) {
        return null;
      }
    }
    return null;
  }

  private @Nullable TestEndpointResult shown(RegisteredClient client, Secret token) {
    return client.registration().testEndpoint().isPresent()
        ? parts.client().test(client, token, deadline())
        : null;
  }

  private Duration deadline() {
    return parts.settings().exchangeDeadline();
  }
}
