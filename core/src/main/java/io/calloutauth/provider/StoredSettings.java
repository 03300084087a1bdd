package io.calloutauth.provider;

import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.Origins;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.Need;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.store.ProviderContent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A provider's settings in the form that a store keeps: a map of texts by the settings' keys,
 * without what is not set or default. Immutable and thread-safe.
 */
public final class StoredSettings {

  /** The key of the form's version; without it the form is the first. */
  static final String FORMAT_KEY = "format";

  private final Map<String, String> map;
  private final boolean broken;

  private StoredSettings(Map<String, String> map) {
    this(map, false);
  }

  private StoredSettings(Map<String, String> map, boolean broken) {
    this.map = Map.copyOf(map);
    this.broken = broken;
  }

  /** Returns the settings that a store gave back. */
  public static StoredSettings read(ProviderContent content) {
    return new StoredSettings(content.settings(), content.isBroken());
  }

  /** Returns the settings of a draft, good or not. */
  static StoredSettings of(ProviderDraft draft) {
    Map<String, String> map = new TreeMap<>();
    map.put(FORMAT_KEY, Integer.toString(SettingTable.FORMAT));
    for (Setting<?> setting : SettingTable.STORED) {
      String text = draft.text(setting);
      if (!text.isEmpty()) {
        map.put(setting.key(), text);
      }
    }
    return new StoredSettings(map);
  }

  /** Returns the same settings, with those of others that this version does not know. */
  StoredSettings withUnknownOf(StoredSettings others) {
    Map<String, String> changed = new TreeMap<>(map);
    others.map.forEach(
        (key, text) -> {
          if (!SettingTable.knows(key)) {
            changed.put(key, text);
          }
        });
    return new StoredSettings(changed);
  }

  /**
   * Returns why this version must neither use nor edit them, and what to do; null when it may. A
   * later version of this library may have written a setting that says where a secret must not go.
   */
  public @Nullable String objection() {
    if (broken) {
      return "what the store holds of its settings is not what this library wrote; restore its row"
          + " from a backup, or delete the provider and create it again";
    }
    String format = map.getOrDefault(FORMAT_KEY, "1");
    return format.equals(Integer.toString(SettingTable.FORMAT))
        ? null
        : "a later version of this library wrote its settings, in a form that this version must"
            + " neither use nor change; do so where that version runs";
  }

  /** Tells whether both use the same client at the same token endpoint, readable or not. */
  public boolean sameClient(StoredSettings other) {
    return text(SettingTable.CLIENT_ID).equals(other.text(SettingTable.CLIENT_ID))
        && text(SettingTable.TOKEN_ENDPOINT).equals(other.text(SettingTable.TOKEN_ENDPOINT));
  }

  /** Returns a digest of both, by which a store finds who uses the same client. */
  String client() {
    return FieldDigest.of(
        Stream.of(SettingTable.CLIENT_ID, SettingTable.TOKEN_ENDPOINT), this::text);
  }

  /** Returns the digest by which a store finds who uses the client of a registration. */
  public static String client(ClientRegistration registration) {
    Map<String, String> map =
        Map.of(
            SettingTable.CLIENT_ID.key(), registration.clientId(),
            SettingTable.TOKEN_ENDPOINT.key(), registration.tokenEndpoint().uri().toString());
    return new StoredSettings(map).client();
  }

  /** Returns the map for a store to keep. */
  public Map<String, String> toMap() {
    return map;
  }

  /**
   * Returns the text that is stored of a setting; empty where it is not set, or default.
   *
   * @throws IllegalStateException when what the store holds is broken
   */
  String text(Setting<?> setting) {
    if (broken) {
      throw new IllegalStateException("the stored settings are broken");
    }
    return setting.form().canonical(map.getOrDefault(setting.key(), ""));
  }

  /**
   * Returns the value of a setting; its default where it is not set.
   *
   * @throws IllegalStateException when this version cannot read it
   */
  <T> T get(Setting<T> setting) {
    try {
      return setting.form().parse(text(setting));
    } catch (RuntimeException unreadable) {
      throw new IllegalStateException(
          "this version cannot read the stored " + setting.key(), unreadable);
    }
  }

  /** Tells whether there is a revocation endpoint, readable or not. */
  public boolean hasRevocationEndpoint() {
    return !text(SettingTable.REVOCATION_ENDPOINT).isEmpty();
  }

  /** Returns whether the server lets one token of the client live at a time. */
  public boolean singleToken() {
    return get(SettingTable.SINGLE_TOKEN);
  }

  /** Returns when a secret was set last; empty when there is none. */
  public Optional<Instant> secretSetAt() {
    return moment(SettingTable.SECRET_SET_AT);
  }

  /** Returns the same settings, with when a secret was set last, or null when there is none. */
  StoredSettings secretSetAt(@Nullable Instant time) {
    return with(SettingTable.SECRET_SET_AT, time);
  }

  /**
   * Returns the version of the client's credential: another one after every edit that sets or takes
   * away a secret, or lets another key sign. Empty when what is stored of it cannot be read.
   */
  public String credentialVersion() {
    try {
      return credentialVersion(
          get(AssertionTable.KEYS).algorithms(), get(SettingTable.SECRET_SET_AT));
    } catch (IllegalStateException unreadable) {
      return "";
    }
  }

  /**
   * Returns the same from its parts.
   *
   * @param keys the keys by their ids, the one that signs first
   * @param setAt when a secret was set last, in milliseconds since 1970, or 0 for never
   */
  public static String credentialVersion(Map<String, SigningAlgorithm> keys, long setAt) {
    return setAt + keys.keySet().stream().findFirst().map(kid -> " " + kid).orElse("");
  }

  /** Returns since when there is a next client secret; empty when there is none. */
  Optional<Instant> nextSecretSetAt() {
    return moment(SettingTable.NEXT_SECRET_SET_AT);
  }

  /** Returns the same settings, with since when there is a next client secret. */
  StoredSettings nextSecretSetAt(Instant time) {
    return with(SettingTable.NEXT_SECRET_SET_AT, time);
  }

  private Optional<Instant> moment(Setting<Long> setting) {
    long time = get(setting);
    return time == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(time));
  }

  private StoredSettings with(Setting<Long> setting, @Nullable Instant time) {
    Map<String, String> changed = new TreeMap<>(map);
    changed.remove(setting.key());
    if (time != null) {
      changed.put(setting.key(), Long.toString(time.toEpochMilli()));
    }
    return new StoredSettings(changed);
  }

  /** Returns the id of the set that the client's keys are published in; empty for none. */
  Optional<String> keySet() {
    return Stream.of(get(AssertionTable.KEYS).id(), get(CertificateTable.CERTIFICATES).id())
        .filter(id -> !id.isEmpty())
        .findFirst();
  }

  /** Returns the same settings, with what stands in clear about the keys. */
  StoredSettings withKeys(KeySet keys) {
    return with(AssertionTable.KEYS, keys);
  }

  /** Returns the same settings, with another value of one. */
  <T> StoredSettings with(Setting<T> setting, T value) {
    Map<String, String> changed = new TreeMap<>(map);
    changed.put(setting.key(), setting.form().write(value));
    changed.values().removeIf(String::isEmpty);
    return new StoredSettings(changed);
  }

  /** Tells whether a secret, and not a token alone, may go where it could not go before. */
  boolean widensSecrets(StoredSettings before) {
    return SettingTable.TYPED.stream()
        .filter(setting -> setting.effect() == Effect.SECRET_DESTINATION)
        .anyMatch(setting -> setting.widens(before.text(setting), text(setting)));
  }

  /** Returns the origins that the token may go to; what is not said is nowhere. */
  public Origins origins() {
    return Origins.parse(text(SettingTable.ORIGINS));
  }

  /** Returns the fields by which a secret or a token may go where it could not go before. */
  List<ProviderField> widened(StoredSettings before) {
    return SettingTable.TYPED.stream()
        .filter(setting -> setting.widens(before.text(setting), text(setting)))
        .<ProviderField>map(Setting::field)
        .toList();
  }

  /**
   * Returns what secrets are sealed to: {@link #destinations()}, and when a secret was set last, so
   * that an older secret does not open beside newer settings.
   */
  public String secretContext() {
    return secretContext(destinations(), get(SettingTable.SECRET_SET_AT));
  }

  /** Returns the same from {@link #destinations()}, and milliseconds since 1970 or 0 for never. */
  public static String secretContext(String destinations, long setAt) {
    return setAt == 0 ? destinations : destinations + "." + setAt;
  }

  /**
   * Returns a digest of where a secret or a token may be sent and how. What is sealed to it does
   * not open when any of that was changed in the store.
   */
  public String destinations() {
    return FieldDigest.of(
        SettingTable.DESTINATIONS.stream().filter(setting -> !text(setting).isEmpty()), this::text);
  }

  /**
   * Returns whether the tokens come from an authorization, which owns a refresh token; not when
   * that cannot be read.
   */
  public boolean ownsAuthorization() {
    try {
      return get(SettingTable.GRANT_TYPE).needs().contains(Need.AUTHORIZATION);
    } catch (IllegalStateException unreadable) {
      return false;
    }
  }

  /**
   * Returns a digest of where a refresh token may be sent: what those are sealed to that a server
   * sent, which lie outside the transaction of an edit. A client's secret does not open beside
   * other {@link #destinations()}; where no secret is in the way of a token request, they count
   * here: who writes to the store must not choose where the tokens go that one brings.
   */
  public String authorizationContext() {
    String authentication = text(SettingTable.CLIENT_AUTHENTICATION);
    return authentication.equals(ClientAuthentication.NONE.value())
        ? destinations()
        : FieldDigest.of(
            Stream.of(SettingTable.REVOCATION_ENDPOINT, SettingTable.TOKEN_ENDPOINT), this::text);
  }

  /**
   * Returns the registration, or null when the policy does not let one of its endpoints be used any
   * more.
   *
   * @throws RuntimeException when this version cannot read the settings, or must not use them
   */
  public @Nullable ClientRegistration registration(EndpointPolicy policy, String tenant) {
    String objection = objection();
    if (objection != null) {
      throw new IllegalStateException(objection);
    }
    return new RegistrationReader(this).read(policy, tenant);
  }

  @Override
  public String toString() {
    return "StoredSettings" + map.keySet();
  }
}
