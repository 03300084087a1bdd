package io.calloutauth;

import io.calloutauth.client.Origins;
import io.calloutauth.engine.StoredSettings;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells which fields of an edit let a kept secret, or a token, go where it could not go before. A
 * URL counts as typed: one that is refused for something else is no less new.
 */
final class SecretDestinations {

  private SecretDestinations() {}

  /**
   * Returns the fields.
   *
   * @param origins the origins of the draft, as far as they could be read
   */
  static List<ProviderField> widened(StoredSettings before, ProviderSettings now, Origins origins) {
    List<ProviderField> widened = new ArrayList<>();
    if (isNew(before.tokenEndpoint(), now.tokenEndpoint())) {
      widened.add(ProviderField.TOKEN_ENDPOINT);
    }
    if (isNew(before.revocationEndpoint().orElse(null), now.revocationEndpoint())) {
      widened.add(ProviderField.REVOCATION_ENDPOINT);
    }
    if (isNew(before.testEndpoint().orElse(null), now.testEndpoint())) {
      widened.add(ProviderField.TEST_ENDPOINT);
    }
    if (before.clientAuthentication() != now.clientAuthentication()) {
      widened.add(ProviderField.CLIENT_AUTHENTICATION);
    }
    if (before.requests().revocationAuthentication() != now.requests().revocationAuthentication()) {
      widened.add(ProviderField.REVOCATION_AUTHENTICATION);
    }
    if (!before.origins().containsAll(origins)) {
      widened.add(ProviderField.ORIGINS);
    }
    return widened;
  }

  private static boolean isNew(@Nullable URI before, String typed) {
    return !typed.isEmpty() && (before == null || !typed.equals(before.toString()));
  }
}
