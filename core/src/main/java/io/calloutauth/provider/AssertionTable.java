package io.calloutauth.provider;

import io.calloutauth.oauth.AssertionOptions;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.Need;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.Setting.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The part of the {@linkplain SettingTable table of settings} about assertions and the keys that
 * sign them, those of clients and those of grants. It knows nothing of the rest, which takes it in.
 */
final class AssertionTable {

  private static final List<Setting<?>> DEFINED = new ArrayList<>();

  /** No new epoch: what was issued to a client stays its own when it signs with another key. */
  static final Setting<Map<String, Secret>> PRIVATE_KEY =
      typed(ProviderField.PRIVATE_KEY, SettingForm.SECRETS, Effect.NONE)
          .reader(SecretReaders::privateKey)
          .need((grant, method) -> onlyIf(Need.KEYS.isOf(grant, method)))
          .storedElsewhere()
          .sealedAs(SecretName.privateKey(""))
          .define();

  static final Setting<SigningAlgorithm> SIGNING_ALGORITHM =
      typed(
              ProviderField.SIGNING_ALGORITHM,
              SettingForm.choice(SigningAlgorithm.RS256, SigningAlgorithm::value),
              Effect.TOKEN)
          .need((grant, method) -> onlyIf(Need.KEYS.isOf(grant, method)))
          .define();

  /** Whoever an assertion is for can use it. */
  static final Setting<String> AUDIENCE =
      typed(
              ProviderField.ASSERTION_AUDIENCE,
              SettingForm.TEXT.withNone(AssertionOptions.ISSUER),
              Effect.SECRET_DESTINATION)
          .reader(SettingReaders::assertionAudience)
          .need((grant, method) -> onlyIf(grant.usesAssertion() || method.usesAssertion()))
          .into(
              RequestOptions.Builder.class,
              (options, audience) -> options.assertion().audience(audience))
          .define();

  /** Where nothing but assertions says who asks; else the client id is half of the proof. */
  static final Setting<Boolean> WITHOUT_CLIENT_ID =
      typed(ProviderField.ASSERTION_WITHOUT_CLIENT_ID, SettingForm.FLAG, Effect.TOKEN)
          .need((grant, method) -> onlyIf(assertionsAlone(grant, method)))
          .into(
              RequestOptions.Builder.class,
              (options, leftOut) -> options.assertion().withoutClientId(leftOut))
          .define();

  /** Of RSA keys alone: no other key's certificate follows from it. */
  static final Setting<Boolean> CERTIFICATE_THUMBPRINT =
      typed(ProviderField.ASSERTION_CERTIFICATE_THUMBPRINT, SettingForm.FLAG, Effect.TOKEN)
          .need((grant, method) -> onlyIf(Need.KEYS.isOf(grant, method)))
          .into(
              RequestOptions.Builder.class,
              (options, named) -> options.assertion().certificateThumbprint(named))
          .define();

  /** What stands in clear about the keys; kept by the library itself. */
  static final Setting<KeySet> KEYS =
      new Setting.Builder<>("jwks", null, KeySet.FORM, Effect.NONE, DEFINED::add)
          .into(
              RequestOptions.Builder.class,
              (options, set) -> options.assertion().keys(set.algorithms()))
          .define();

  private AssertionTable() {}

  /** Returns all settings that are defined here. */
  static List<Setting<?>> all() {
    return List.copyOf(DEFINED);
  }

  private static <T> Setting.Builder<T> typed(
      ProviderField field, SettingForm<T> form, Effect effect) {
    return new Setting.Builder<>(field.key(), field, form, effect, DEFINED::add);
  }

  private static boolean assertionsAlone(GrantType grant, ClientAuthentication method) {
    return method.usesAssertion() || (grant.usesAssertion() && method == ClientAuthentication.NONE);
  }

  private static Presence onlyIf(boolean condition) {
    return condition ? Presence.OPTIONAL : Presence.NONE;
  }
}
