package io.calloutauth.engine;

import io.calloutauth.client.ClientRegistration;
import io.calloutauth.client.FailureClass;
import io.calloutauth.client.Secret;
import io.calloutauth.client.TokenError;
import io.calloutauth.client.TokenFailure;
import io.calloutauth.seal.Opened;
import io.calloutauth.store.Sealed;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** Opens providers' secrets for one request at a time. Thread-safe; blocks as the cipher does. */
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
    Map<String, Secret> secrets = new HashMap<>();
    for (String slot : ClientSlots.of(registration)) {
      Sealed sealed = entry.secrets().get(slot);
      if (sealed == null) {
        return OpenedClient.blocked(new TokenOutcome.SecretUnopened(entry.id(), "", false));
      }
      Opened opened = vault.openSecret(entry.key(), slot, entry.destinations(), sealed);
      if (opened.plainText() == null) {
        return OpenedClient.blocked(unopened(entry, opened));
      }
      secrets.put(slot, Secret.of(opened.plainText()));
    }
    return OpenedClient.of(ClientSlots.client(entry.tenant(), registration, secrets));
  }

  private TokenOutcome unopened(ProviderEntry entry, Opened opened) {
    listener.happened(
        entry.tenant(), entry.id(), TokenListener.Kind.VALUE_UNOPENED, opened.keyId());
    boolean missing = opened.refusal() == Opened.Refusal.KEY_MISSING;
    return new TokenOutcome.SecretUnopened(entry.id(), opened.keyId(), missing);
  }

  private TokenOutcome endpointRefused(ProviderEntry entry) {
    listener.happened(entry.tenant(), entry.id(), TokenListener.Kind.ENDPOINT_REFUSED, "");
    TokenFailure failure =
        TokenFailure.builder(FailureClass.PERMANENT, TokenError.ENDPOINT_REFUSED).build();
    return new TokenOutcome.Failed(entry.id(), failure, Duration.ZERO);
  }
}
