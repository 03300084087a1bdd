package io.calloutauth.provider;

import io.calloutauth.endpoint.Origins;
import io.calloutauth.oauth.ExtraNames;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Judges a draft's secrets: what is typed, and what may be kept. Who cannot read a secret must not
 * be able to send it elsewhere. Not thread-safe.
 */
final class SecretsValidator {

  private static final int SECRET_MOST = 16_000;

  private final FieldProblems problems;
  private final ProviderSettings draft;
  private final @Nullable StoredSettings before;

  SecretsValidator(
      FieldProblems problems, ProviderSettings draft, @Nullable StoredSettings before) {
    this.problems = problems;
    this.draft = draft;
    this.before = before;
  }

  /** Judges the client secret that was typed, or that none was. */
  void typed() {
    Secret secret = draft.clientSecret();
    if (draft.requests().revocationAuthentication().needsSecret()
        && !draft.clientAuthentication().needsSecret()) {
      bad(
          ProviderField.REVOCATION_AUTHENTICATION,
          "must not need a client secret: the client authentication has none");
    }
    if (!draft.clientAuthentication().needsSecret()) {
      if (secret != null) {
        bad(ProviderField.CLIENT_SECRET, "must be empty: the client authentication needs none");
      }
    } else if (secret == null) {
      if (!keepsClientSecret()) {
        bad(ProviderField.CLIENT_SECRET, "is missing");
      }
    } else if (secret.reveal().length() > SECRET_MOST) {
      bad(ProviderField.CLIENT_SECRET, "must have at most 16,000 characters");
    } else if (!TypedText.isText(secret.reveal())) {
      bad(ProviderField.CLIENT_SECRET, "is not a text: it has half a character");
    }
  }

  private boolean keepsClientSecret() {
    return before != null && before.clientAuthentication().needsSecret();
  }

  /**
   * Judges the extra values, and whether all that is kept may be, and returns every secret.
   *
   * @param origins the origins of the draft, as far as they could be read
   */
  ValidSecrets secrets(Origins origins) {
    String moved = before == null ? "" : moved(before, origins);
    Map<String, @Nullable Secret> secrets = new TreeMap<>();
    if (draft.clientAuthentication().needsSecret()) {
      secrets.put(Vault.CLIENT_SECRET, draft.clientSecret());
      if (draft.clientSecret() == null && keepsClientSecret() && !moved.isEmpty()) {
        bad(ProviderField.CLIENT_SECRET, enteredAgain(moved));
      }
    }
    RequestOptions kept = before == null ? RequestOptions.STANDARD : before.requests();
    extras(ProviderField.PARAMETERS, draft.requests().parameters(), kept.parameterNames(), moved)
        .forEach((name, value) -> secrets.put(SecretNames.parameter(name), value));
    extras(ProviderField.HEADERS, draft.requests().headers(), kept.headerNames(), moved)
        .forEach((name, value) -> secrets.put(SecretNames.header(name), value));
    return new ValidSecrets(secrets);
  }

  private String moved(StoredSettings stored, Origins origins) {
    List<ProviderField> moved = Destinations.widened(stored, draft, origins);
    return String.join(", ", moved.stream().map(ProviderField::label).toList());
  }

  private static String enteredAgain(String moved) {
    return "must be entered again because it could be used elsewhere now: new " + moved;
  }

  private Map<String, @Nullable Secret> extras(
      ProviderField field, Map<String, @Nullable Secret> typed, List<String> kept, String moved) {
    boolean lacking =
        typed.entrySet().stream()
            .anyMatch(entry -> entry.getValue() == null && !kept.contains(entry.getKey()));
    if (lacking) {
      bad(field, "must have a value each");
    } else if (typed.containsValue(null) && !moved.isEmpty()) {
      bad(field, enteredAgain(moved));
    }
    if (!typed.values().stream().allMatch(value -> value == null || isValue(field, value))) {
      bad(
          field,
          field == ProviderField.HEADERS
              ? "must have values of at most 4,096 visible ASCII characters"
              : "must have values of at most 4,096 bytes, without control characters");
    }
    return typed;
  }

  private static boolean isValue(ProviderField field, Secret value) {
    String text = value.reveal();
    boolean legal =
        field == ProviderField.HEADERS
            ? text.chars().allMatch(c -> c >= 0x20 && c < 0x7F) && text.equals(text.strip())
            : TypedText.isPlain(text);
    return legal && text.getBytes(StandardCharsets.UTF_8).length <= ExtraNames.VALUE_MOST;
  }

  private void bad(ProviderField field, String reason) {
    problems.add(field, reason);
  }
}
