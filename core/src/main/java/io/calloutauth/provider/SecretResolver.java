package io.calloutauth.provider;

import io.calloutauth.oauth.Secret;
import java.util.Optional;

/**
 * Resolves the references to secrets that a {@linkplain ProviderDocument document} names in place
 * of the secrets themselves: an entry of the host's vault, say. Resolve only what whoever wrote the
 * document may use: he names the endpoints that it is sent to as well.
 */
@FunctionalInterface
public interface SecretResolver {

  /** Resolves nothing. */
  SecretResolver NONE = reference -> Optional.empty();

  /**
   * Returns the secret of a name; empty when there is none. Called on the thread that reads a
   * document, once for each place that names it; what it throws reaches whoever reads.
   */
  Optional<Secret> resolve(String reference);
}
