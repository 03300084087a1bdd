package io.calloutauth.provider;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.Origins;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.RenewalRules;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.ResponseOptions;
import io.calloutauth.store.ProviderContent;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
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
    FieldDigest digest = new FieldDigest();
    for (Setting<?> setting : List.of(SettingTable.CLIENT_ID, SettingTable.TOKEN_ENDPOINT)) {
      digest.add(setting.key(), text(setting));
    }
    return digest.text();
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
    long time = get(SettingTable.SECRET_SET_AT);
    return time == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(time));
  }

  /** Returns the same settings, with when a secret was set last, or null when there is none. */
  StoredSettings secretSetAt(@Nullable Instant time) {
    Map<String, String> changed = new TreeMap<>(map);
    changed.remove(SettingTable.SECRET_SET_AT.key());
    if (time != null) {
      changed.put(SettingTable.SECRET_SET_AT.key(), Long.toString(time.toEpochMilli()));
    }
    return new StoredSettings(changed);
  }

  /** Returns the same settings, with what stands in clear about the keys. */
  StoredSettings withKeys(KeySet keys) {
    Map<String, String> changed = new TreeMap<>(map);
    changed.put(AssertionTable.KEYS.key(), AssertionTable.KEYS.form().write(keys));
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

  /** Returns what requests hold beyond what every one holds: one object where nothing does. */
  RequestOptions requests() {
    RequestOptions.Builder options = RequestOptions.builder();
    return fill(options) ? options.build() : RequestOptions.STANDARD;
  }

  /** Returns how responses are read: one object where all are read as the standard has it. */
  ResponseOptions responses() {
    ResponseOptions.Builder options = ResponseOptions.builder();
    return fill(options) ? options.build() : ResponseOptions.STANDARD;
  }

  /** Returns how receivers of callouts refuse the token. */
  RenewalRules renewal() {
    RenewalRules.Builder rules = RenewalRules.builder();
    return fill(rules) ? rules.build() : RenewalRules.STANDARD;
  }

  /** Puts all settings that a builder takes into it; tells whether there are any. */
  private boolean fill(Object builder) {
    boolean any = false;
    for (Setting<?> setting : SettingTable.STORED) {
      String text = text(setting);
      any |= !text.isEmpty() && setting.fill(builder, text);
    }
    return any;
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
    FieldDigest digest = new FieldDigest();
    SettingTable.DESTINATIONS.stream()
        .filter(setting -> !text(setting).isEmpty())
        .forEach(setting -> digest.add(setting.key(), text(setting)));
    return digest.text();
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
    Endpoint token = policy.check(tenant, text(SettingTable.TOKEN_ENDPOINT)).endpoint();
    if (token == null) {
      return null;
    }
    ClientRegistration.Builder registration =
        ClientRegistration.builder()
            .tokenEndpoint(token)
            .revocationEndpoint(endpoint(policy, tenant, SettingTable.REVOCATION_ENDPOINT))
            .testEndpoint(endpoint(policy, tenant, SettingTable.TEST_ENDPOINT))
            .requests(requests())
            .responses(responses())
            .renewal(renewal());
    fill(registration);
    return registration.build();
  }

  private @Nullable Endpoint endpoint(
      EndpointPolicy policy, String tenant, Setting<String> setting) {
    String url = text(setting);
    return url.isEmpty() ? null : policy.check(tenant, url).endpoint();
  }

  @Override
  public String toString() {
    return "StoredSettings" + map.keySet();
  }
}
