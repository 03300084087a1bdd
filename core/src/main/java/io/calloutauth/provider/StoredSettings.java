package io.calloutauth.provider;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.Origins;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.RenewalRules;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.ResponseOptions;
import io.calloutauth.oauth.RevocationAuthentication;
import io.calloutauth.oauth.Scope;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A provider's settings in the form that a store keeps: a map of texts. Immutable and thread-safe.
 */
public final class StoredSettings {

  private final Map<String, String> map;

  private StoredSettings(Map<String, String> map) {
    this.map = Map.copyOf(map);
  }

  /** Returns the settings that a store gave back. */
  public static StoredSettings read(Map<String, String> map) {
    return new StoredSettings(map);
  }

  /** Returns the settings of a registration whose token may go to some origins. */
  public static StoredSettings of(ClientRegistration registration, Origins origins) {
    Map<String, String> map = new TreeMap<>();
    map.put(Setting.GRANT_TYPE.key(), registration.grantType().value());
    map.put(Setting.CLIENT_ID.key(), registration.clientId());
    map.put(Setting.CLIENT_AUTHENTICATION.key(), registration.clientAuthentication().value());
    map.put(Setting.TOKEN_ENDPOINT.key(), registration.tokenEndpoint().toString());
    registration
        .revocationEndpoint()
        .ifPresent(e -> map.put(Setting.REVOCATION_ENDPOINT.key(), e.toString()));
    registration.testEndpoint().ifPresent(e -> map.put(Setting.TEST_ENDPOINT.key(), e.toString()));
    map.put(Setting.SCOPE.key(), registration.scope().toString());
    map.put(Setting.DEFAULT_LIFETIME.key(), registration.defaultLifetime().toString());
    if (registration.singleToken()) {
      map.put(Setting.SINGLE_TOKEN.key(), "true");
    }
    StoredOptions options = new StoredOptions(map);
    options.write(registration.requests());
    options.write(registration.responses());
    options.write(registration.renewal());
    map.put(Setting.ORIGINS.key(), origins.toString());
    return new StoredSettings(map);
  }

  /** Tells whether both use the same client at the same token endpoint, readable or not. */
  public boolean sameClient(StoredSettings other) {
    return text(Setting.CLIENT_ID).equals(other.text(Setting.CLIENT_ID))
        && text(Setting.TOKEN_ENDPOINT).equals(other.text(Setting.TOKEN_ENDPOINT));
  }

  /** Returns the map for a store to keep. */
  public Map<String, String> toMap() {
    return map;
  }

  /** Returns the grant type. */
  public GrantType grantType() {
    String value = required(Setting.GRANT_TYPE);
    return Arrays.stream(GrantType.values())
        .filter(each -> each.value().equals(value))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("this version does not know the stored grant type"));
  }

  /** Returns the client id. */
  public String clientId() {
    return required(Setting.CLIENT_ID);
  }

  /** Returns how the client authenticates. */
  public ClientAuthentication clientAuthentication() {
    String value = required(Setting.CLIENT_AUTHENTICATION);
    for (ClientAuthentication each : ClientAuthentication.values()) {
      if (each.value().equals(value)) {
        return each;
      }
    }
    throw new IllegalStateException("this version does not know the stored client authentication");
  }

  /** Returns the token endpoint as it was typed. */
  public URI tokenEndpoint() {
    return URI.create(required(Setting.TOKEN_ENDPOINT));
  }

  /** Returns the revocation endpoint as it was typed; empty when there is none. */
  public Optional<URI> revocationEndpoint() {
    return Optional.ofNullable(map.get(Setting.REVOCATION_ENDPOINT.key())).map(URI::create);
  }

  /** Tells whether there is a revocation endpoint, readable or not. */
  public boolean hasRevocationEndpoint() {
    return map.containsKey(Setting.REVOCATION_ENDPOINT.key());
  }

  /** Returns the test endpoint as it was typed; empty when there is none. */
  public Optional<URI> testEndpoint() {
    return Optional.ofNullable(map.get(Setting.TEST_ENDPOINT.key())).map(URI::create);
  }

  /** Tells whether there is a test endpoint, readable or not. */
  boolean hasTestEndpoint() {
    return map.containsKey(Setting.TEST_ENDPOINT.key());
  }

  /** Returns the scope to ask for. */
  public Scope scope() {
    return Scope.parse(text(Setting.SCOPE));
  }

  /** Returns how long a token lives whose response does not say so. */
  public Duration defaultLifetime() {
    String value = map.get(Setting.DEFAULT_LIFETIME.key());
    return value == null || value.equals(ClientRegistration.DEFAULT_LIFETIME.toString())
        ? ClientRegistration.DEFAULT_LIFETIME
        : Duration.parse(value);
  }

  /** Returns whether the server lets one token of the client live at a time. */
  public boolean singleToken() {
    return map.containsKey(Setting.SINGLE_TOKEN.key());
  }

  /** Returns when a secret was set last; empty when there is none. */
  public Optional<Instant> secretSetAt() {
    return Optional.ofNullable(map.get(Setting.SECRET_SET_AT.key()))
        .map(Long::valueOf)
        .map(Instant::ofEpochMilli);
  }

  /** Returns the same settings, with when a secret was set last, or null when there is none. */
  public StoredSettings secretSetAt(@Nullable Instant time) {
    Map<String, String> changed = new TreeMap<>(map);
    changed.remove(Setting.SECRET_SET_AT.key());
    if (time != null) {
      changed.put(Setting.SECRET_SET_AT.key(), Long.toString(time.toEpochMilli()));
    }
    return new StoredSettings(changed);
  }

  /** Returns the origins that the token may go to; what is not said is nowhere. */
  public Origins origins() {
    return Origins.parse(text(Setting.ORIGINS));
  }

  /** Returns what requests hold beyond what every one holds. */
  public RequestOptions requests() {
    return new StoredOptions(map).requests();
  }

  /** Returns how responses are read. */
  public ResponseOptions responses() {
    return new StoredOptions(map).responses();
  }

  /** Returns how receivers of callouts refuse the token. */
  public RenewalRules renewal() {
    return new StoredOptions(map).renewal();
  }

  /**
   * Returns what secrets are sealed to: {@link #destinations()}, and when a secret was set last, so
   * that an older secret does not open beside newer settings.
   */
  public String secretContext() {
    return secretContext(destinations(), secretSetAt().map(Instant::toEpochMilli).orElse(0L));
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
    Setting.DESTINATIONS.stream()
        .filter(setting -> map.containsKey(setting.key()))
        .forEach(setting -> digest.add(setting.key(), text(setting)));
    return digest.text();
  }

  /**
   * Returns the registration, or null when the policy does not let one of its endpoints be used any
   * more.
   */
  public @Nullable ClientRegistration registration(EndpointPolicy policy, String tenant) {
    Endpoint token = policy.check(tenant, required(Setting.TOKEN_ENDPOINT)).endpoint();
    if (token == null) {
      return null;
    }
    return ClientRegistration.builder()
        .grantType(grantType())
        .clientId(clientId())
        .clientAuthentication(clientAuthentication())
        .tokenEndpoint(token)
        .revocationEndpoint(endpoint(policy, tenant, Setting.REVOCATION_ENDPOINT))
        .testEndpoint(endpoint(policy, tenant, Setting.TEST_ENDPOINT))
        .scope(scope())
        .defaultLifetime(defaultLifetime())
        .singleToken(singleToken())
        .requests(requests())
        .responses(responses())
        .renewal(renewal())
        .build();
  }

  private @Nullable Endpoint endpoint(EndpointPolicy policy, String tenant, Setting setting) {
    String url = map.get(setting.key());
    return url == null ? null : policy.check(tenant, url).endpoint();
  }

  /** Returns the text that is stored of a setting; empty where it is not set. */
  public String text(Setting setting) {
    return map.getOrDefault(setting.key(), "");
  }

  /** Returns the text that is stored of a revocation authentication; empty for the standard. */
  public static String text(RevocationAuthentication authentication) {
    return StoredOptions.text(authentication, RequestOptions.STANDARD.revocationAuthentication());
  }

  private String required(Setting setting) {
    String value = map.get(setting.key());
    if (value == null) {
      throw new IllegalStateException("the stored settings lack " + setting.key());
    }
    return value;
  }

  @Override
  public String toString() {
    return "StoredSettings" + map.keySet();
  }
}
