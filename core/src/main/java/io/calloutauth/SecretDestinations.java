package io.calloutauth;

import io.calloutauth.client.Origin;
import io.calloutauth.engine.StoredSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Tells which fields of an edit let a kept secret, or a token, go where it could not go before. */
final class SecretDestinations {

  private SecretDestinations() {}

  static List<ProviderField> widened(StoredSettings before, StoredSettings now) {
    List<ProviderField> widened = new ArrayList<>();
    if (!before.tokenEndpoint().equals(now.tokenEndpoint())) {
      widened.add(ProviderField.TOKEN_ENDPOINT);
    }
    if (isNew(before.revocationEndpoint(), now.revocationEndpoint())) {
      widened.add(ProviderField.REVOCATION_ENDPOINT);
    }
    if (isNew(before.testEndpoint(), now.testEndpoint())) {
      widened.add(ProviderField.TEST_ENDPOINT);
    }
    if (before.clientAuthentication() != now.clientAuthentication()) {
      widened.add(ProviderField.CLIENT_AUTHENTICATION);
    }
    if (reachesFurther(before.origins(), now.origins())) {
      widened.add(ProviderField.ORIGINS);
    }
    return widened;
  }

  private static boolean isNew(Optional<URI> before, Optional<URI> now) {
    return now.isPresent() && !now.equals(before);
  }

  private static boolean reachesFurther(List<Origin> before, List<Origin> now) {
    return !before.isEmpty() && (now.isEmpty() || !before.containsAll(now));
  }
}
