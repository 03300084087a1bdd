package io.calloutauth.provider;

import io.calloutauth.keys.KeyReading;
import io.calloutauth.keys.KeyState;
import io.calloutauth.keys.SigningKey;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.FieldProblem.Reason;
import io.calloutauth.provider.ValidSettings.ValidationResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rollover of the keys that a client signs with, one step at a time: a next key is published
 * beside the one that signs; promoted, it signs, and the one before is published until it is
 * dropped. There are two keys at most, so that a server which refuses one may be shown the other.
 *
 * @param settings what is stored now, found good
 * @param now when the step is made
 */
record KeyRolling(ValidSettings settings, Instant now) {

  /**
   * Adds a next key.
   *
   * @param typed the private key, or null to have one made, which may take half a second
   */
  ValidationResult addNext(@Nullable String typed) {
    if (keys().keys().isEmpty()) {
      return refused(Reason.of("unused", "is not used by this client: there is none to roll"));
    }
    Optional<KeySet.Entry> other = keys().other();
    return other.isPresent()
        ? refused(
            other.get().state() == KeyState.NEXT
                ? Reason.of("has_next", "has a next one already: promote or drop that one first")
                : Reason.of("has_previous", "has a previous one still: drop that one first"))
        : addRead(typed);
  }

  private ValidationResult addRead(@Nullable String typed) {
    SigningAlgorithm algorithm = settings.stored().get(AssertionTable.SIGNING_ALGORITHM);
    if (typed == null || typed.isBlank()) {
      return add(SigningKey.generate(algorithm), algorithm);
    }
    KeyReading reading = SigningKey.read(Secret.of(typed));
    SigningKey key = reading.key();
    if (key == null) {
      return refused(SecretReaders.reason(Objects.requireNonNull(reading.problem())));
    }
    if (!key.fits(algorithm)) {
      return refused(AssertionRules.misfit(key));
    }
    return find(key.kid()).isPresent()
        ? refused(Reason.of("signs_already", "is the one that signs already: type another"))
        : add(key, algorithm);
  }

  private ValidationResult add(SigningKey key, SigningAlgorithm algorithm) {
    String name = SecretName.privateKey(key.kid());
    return accept(
        settings.withKeys(
            keys().withNext(key.kid(), algorithm, now), Map.of(name, key.privatePart())));
  }

  /** Lets the key beside the one that signs sign in its place. */
  ValidationResult promote(String kid) {
    if (!settings.stored().get(GrantAssertionTable.KEY_ID).isEmpty()) {
      return refused(
          ProviderField.ASSERTION_KEY_ID,
          Reason.of(
              "of_signing_key",
              "is that of the key that signs now: type the other key and its id in one edit"
                  + " instead, or take the id away first"));
    }
    return find(kid)
        .filter(key -> key.state() != KeyState.CURRENT)
        .map(key -> accept(settings.withKeys(keys().promote(kid, now), Map.of())))
        .orElse(
            refused(
                Reason.of(
                    "unknown_key_id",
                    "has no other key with this id: there is nothing to promote")));
  }

  /** Drops the key beside the one that signs. */
  ValidationResult drop(String kid) {
    Optional<KeySet.Entry> found = find(kid);
    if (found.isEmpty()) {
      return refused(
          Reason.of("unknown_key_id", "has no key with this id: there is nothing to drop"));
    }
    return found.get().state() == KeyState.CURRENT
        ? refused(
            Reason.of("signs", "with this id signs: promote another one before it is dropped"))
        : accept(
            settings
                .withKeys(keys().without(kid), Map.of())
                .withoutSecret(SecretName.privateKey(kid)));
  }

  private KeySet keys() {
    return settings.stored().get(AssertionTable.KEYS);
  }

  private Optional<KeySet.Entry> find(String kid) {
    return keys().keys().stream().filter(key -> key.kid().equals(kid)).findFirst();
  }

  private static ValidationResult accept(ValidSettings rolled) {
    return new ValidationResult(rolled, List.of());
  }

  private static ValidationResult refused(Reason reason) {
    return refused(ProviderField.PRIVATE_KEY, reason);
  }

  private static ValidationResult refused(ProviderField field, Reason reason) {
    return new ValidationResult(null, List.of(new FieldProblem(field, reason)));
  }
}
