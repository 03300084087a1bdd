package io.calloutauth.engine;

import io.calloutauth.client.ClientRegistration;
import io.calloutauth.client.FailureClass;
import io.calloutauth.client.RegisteredClient;
import io.calloutauth.client.Secret;
import io.calloutauth.client.TokenError;
import io.calloutauth.client.TokenFailure;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.Sealed;
import java.time.Duration;

/**
 * Opens providers' client secrets for one request at a time. Thread-safe; blocks as the cipher
 * does.
 */
final class Clients {

  private final Vault vault;
  private final TokenListener listener;

  Clients(Vault vault, TokenListener listener) {
    this.vault = vault;
    this.listener = listener;
  }

  OpenedClient open(ProviderEntry entry) {
    ClientRegistration registration = entry.registration();
    if (registration == null) {
      return OpenedClient.blocked(endpointRefused(entry));
    }
    Sealed sealed = entry.secret();
    if (sealed == null) {
      return OpenedClient.blocked(new TokenOutcome.SecretUnopened(entry.id(), "", false));
    }
    Opened opened = vault.openSecret(entry.key(), entry.destinations(), sealed);
    String secret = opened.plainText();
    return secret == null
        ? OpenedClient.blocked(unopened(entry, opened))
        : OpenedClient.of(new RegisteredClient(entry.tenant(), registration, Secret.of(secret)));
  }

  private TokenOutcome unopened(ProviderEntry entry, Opened opened) {
    listener.happened(
        entry.tenant(), entry.id(), TokenListener.Kind.VALUE_UNOPENED, opened.keyId());
    boolean missing = opened.refusal() == Opened.Refusal.KEY_MISSING;
    return new TokenOutcome.SecretUnopened(entry.id(), opened.keyId(), missing);
  }

  private static TokenOutcome endpointRefused(ProviderEntry entry) {
    TokenFailure failure =
        TokenFailure.builder(FailureClass.PERMANENT, TokenError.ENDPOINT_REFUSED).build();
    return new TokenOutcome.Failed(entry.id(), failure, Duration.ZERO);
  }
}
