package io.calloutauth.provider;

import io.calloutauth.endpoint.Origins;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/**
 * Tells which fields of an edit let a kept secret, or a token, go where it could not go before. A
 * URL counts as typed: one that is refused for something else is no less new.
 */
final class Destinations {

  private Destinations() {}

  /**
   * Returns the fields that a draft widens.
   *
   * @param origins the origins of the draft, as far as they could be read
   */
  static List<ProviderField> widened(
      StoredSettings before, ProviderSettings draft, Origins origins) {
    return widened(before, setting -> text(setting, draft, origins));
  }

  /** Returns the fields that new settings widen, whose text a function tells. */
  static List<ProviderField> widened(StoredSettings before, Function<Setting, String> now) {
    return Arrays.stream(ProviderField.values())
        .filter(field -> field.setting().effect().isDestination())
        .filter(
            field ->
                field.setting().widens(before.text(field.setting()), now.apply(field.setting())))
        .toList();
  }

  /** Returns the text of a destination as it would be stored. */
  private static String text(Setting destination, ProviderSettings draft, Origins origins) {
    return switch (destination) {
      case TOKEN_ENDPOINT -> draft.tokenEndpoint();
      case REVOCATION_ENDPOINT -> draft.revocationEndpoint();
      case TEST_ENDPOINT -> draft.testEndpoint();
      case CLIENT_AUTHENTICATION -> draft.clientAuthentication().value();
      case REVOCATION_AUTHENTICATION ->
          StoredSettings.text(draft.requests().revocationAuthentication());
      case ORIGINS -> origins.toString();
      case TOKEN_POINTER -> draft.responses().tokenPointer();
      case TOKEN_TYPE_POINTER -> draft.responses().tokenTypePointer();
      case LIFETIME_POINTER -> draft.responses().lifetimePointer();
      default -> throw new IllegalStateException(destination + " is typed nowhere");
    };
  }
}
