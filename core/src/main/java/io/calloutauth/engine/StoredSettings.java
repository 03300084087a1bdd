package io.calloutauth.engine;

import io.calloutauth.client.AnswerOptions;
import io.calloutauth.client.ClientAuthentication;
import io.calloutauth.client.ClientRegistration;
import io.calloutauth.client.Endpoint;
import io.calloutauth.client.EndpointPolicy;
import io.calloutauth.client.GrantType;
import io.calloutauth.client.Origins;
import io.calloutauth.client.RequestOptions;
import io.calloutauth.client.Scope;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A provider's settings in the form that a store keeps: a map of texts. Immutable and thread-safe.
 */
public final class StoredSettings {

  private static final String GRANT_TYPE = "grant_type";
  private static final String CLIENT_ID = "client_id";
  private static final String CLIENT_AUTHENTICATION = "client_authentication";
  private static final String TOKEN_ENDPOINT = "token_endpoint";
  private static final String REVOCATION_ENDPOINT = "revocation_endpoint";
  private static final String TEST_ENDPOINT = "test_endpoint";
  private static final String SCOPE = "scope";
  private static final String DEFAULT_LIFETIME = "default_lifetime";
  private static final String ORIGINS = "origins";
  private static final String SINGLE_TOKEN = "single_token";
  private static final String SECRET_SET_AT = "secret_set_at";

  /** Where a secret may be sent, and how: what it is sealed to. */
  private static final List<String> DESTINATIONS =
      List.of(CLIENT_AUTHENTICATION, TOKEN_ENDPOINT, REVOCATION_ENDPOINT, TEST_ENDPOINT, ORIGINS);

  /** The same, left out of the digest where not set: older secrets are sealed without them. */
  private static final List<String> LATER_DESTINATIONS =
      List.of(StoredOptions.REVOCATION_AUTHENTICATION);

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
    map.put(GRANT_TYPE, registration.grantType().value());
    map.put(CLIENT_ID, registration.clientId());
    map.put(CLIENT_AUTHENTICATION, registration.clientAuthentication().value());
    map.put(TOKEN_ENDPOINT, registration.tokenEndpoint().toString());
    registration.revocationEndpoint().ifPresent(e -> map.put(REVOCATION_ENDPOINT, e.toString()));
    registration.testEndpoint().ifPresent(e -> map.put(TEST_ENDPOINT, e.toString()));
    map.put(SCOPE, registration.scope().toString());
    map.put(DEFAULT_LIFETIME, registration.defaultLifetime().toString());
    if (registration.singleToken()) {
      map.put(SINGLE_TOKEN, "true");
    }
    StoredOptions options = new StoredOptions(map);
    options.write(registration.requests());
    options.write(registration.answers());
    map.put(ORIGINS, origins.toString());
    return new StoredSettings(map);
  }

  /** Tells whether both use the same client at the same token endpoint, readable or not. */
  public boolean sameClient(StoredSettings other) {
    return Objects.equals(map.get(CLIENT_ID), other.map.get(CLIENT_ID))
        && Objects.equals(map.get(TOKEN_ENDPOINT), other.map.get(TOKEN_ENDPOINT));
  }

  /** Returns the map for a store to keep. */
  public Map<String, String> toMap() {
    return map;
  }

  /** Returns the grant type. */
  public GrantType grantType() {
    String value = text(GRANT_TYPE);
    return Arrays.stream(GrantType.values())
        .filter(each -> each.value().equals(value))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("this version does not know the stored grant type"));
  }

  /** Returns the client id. */
  public String clientId() {
    return text(CLIENT_ID);
  }

  /** Returns how the client authenticates. */
  public ClientAuthentication clientAuthentication() {
    String value = text(CLIENT_AUTHENTICATION);
    for (ClientAuthentication each : ClientAuthentication.values()) {
      if (each.value().equals(value)) {
        return each;
      }
    }
    throw new IllegalStateException("this version does not know the stored client authentication");
  }

  /** Returns the token endpoint as it was typed. */
  public URI tokenEndpoint() {
    return URI.create(text(TOKEN_ENDPOINT));
  }

  /** Returns the revocation endpoint as it was typed; empty when there is none. */
  public Optional<URI> revocationEndpoint() {
    return Optional.ofNullable(map.get(REVOCATION_ENDPOINT)).map(URI::create);
  }

  /** Tells whether there is a revocation endpoint, readable or not. */
  boolean hasRevocationEndpoint() {
    return map.containsKey(REVOCATION_ENDPOINT);
  }

  /** Returns the test endpoint as it was typed; empty when there is none. */
  public Optional<URI> testEndpoint() {
    return Optional.ofNullable(map.get(TEST_ENDPOINT)).map(URI::create);
  }

  /** Tells whether there is a test endpoint, readable or not. */
  boolean hasTestEndpoint() {
    return map.containsKey(TEST_ENDPOINT);
  }

  /** Returns the scope to ask for. */
  public Scope scope() {
    return Scope.parse(map.getOrDefault(SCOPE, ""));
  }

  /** Returns how long a token lives whose answer does not say so. */
  public Duration defaultLifetime() {
    String value = map.get(DEFAULT_LIFETIME);
    return value == null || value.equals(ClientRegistration.DEFAULT_LIFETIME.toString())
        ? ClientRegistration.DEFAULT_LIFETIME
        : Duration.parse(value);
  }

  /** Returns whether the server lets one token of the client live at a time. */
  public boolean singleToken() {
    return map.containsKey(SINGLE_TOKEN);
  }

  /** Returns when a secret was set last; empty when there is none. */
  public Optional<Instant> secretSetAt() {
    return Optional.ofNullable(map.get(SECRET_SET_AT))
        .map(Long::valueOf)
        .map(Instant::ofEpochMilli);
  }

  /** Returns the same settings, with when a secret was set last, or null when there is none. */
  public StoredSettings secretSetAt(@Nullable Instant time) {
    Map<String, String> changed = new TreeMap<>(map);
    changed.remove(SECRET_SET_AT);
    if (time != null) {
      changed.put(SECRET_SET_AT, Long.toString(time.toEpochMilli()));
    }
    return new StoredSettings(changed);
  }

  /** Returns the origins that the token may go to; what is not said is nowhere. */
  public Origins origins() {
    return Origins.parse(map.getOrDefault(ORIGINS, ""));
  }

  /** Returns what requests hold beyond what every one holds. */
  public RequestOptions requests() {
    return new StoredOptions(map).requests();
  }

  /** Returns how answers are read. */
  public AnswerOptions answers() {
    return new StoredOptions(map).answers();
  }

  /**
   * Returns what secrets are sealed to: {@link #destinations()}, and when a secret was set last, so
   * that an older secret does not open beside newer settings.
   */
  public String secretContext() {
    return secretContext(destinations(), secretSetAt().map(Instant::toEpochMilli).orElse(0L));
  }

  /** Returns the same from {@link #destinations()}, and milliseconds since 1970 or 0 for never. */
  static String secretContext(String destinations, long setAt) {
    return setAt == 0 ? destinations : destinations + "." + setAt;
  }

  /**
   * Returns a digest of where a secret may be sent and how. What is sealed to it does not open when
   * any of that was changed in the store.
   */
  public String destinations() {
    FieldDigest digest = new FieldDigest();
    DESTINATIONS.forEach(key -> digest.add(key, map.getOrDefault(key, "")));
    LATER_DESTINATIONS.stream().filter(map::containsKey).forEach(key -> digest.add(key, text(key)));
    return digest.text();
  }

  /**
   * Returns the registration, or null when the policy does not let one of its endpoints be used any
   * more.
   */
  @Nullable ClientRegistration registration(EndpointPolicy policy, String tenant) {
    Endpoint token = policy.check(tenant, text(TOKEN_ENDPOINT)).endpoint();
    if (token == null) {
      return null;
    }
    return ClientRegistration.builder()
        .grantType(grantType())
        .clientId(clientId())
        .clientAuthentication(clientAuthentication())
        .tokenEndpoint(token)
        .revocationEndpoint(endpoint(policy, tenant, REVOCATION_ENDPOINT))
        .testEndpoint(endpoint(policy, tenant, TEST_ENDPOINT))
        .scope(scope())
        .defaultLifetime(defaultLifetime())
        .singleToken(singleToken())
        .requests(requests())
        .answers(answers())
        .build();
  }

  private @Nullable Endpoint endpoint(EndpointPolicy policy, String tenant, String key) {
    String url = map.get(key);
    return url == null ? null : policy.check(tenant, url).endpoint();
  }

  private String text(String key) {
    String value = map.get(key);
    if (value == null) {
      throw new IllegalStateException("the stored settings lack " + key);
    }
    return value;
  }

  @Override
  public String toString() {
    return "StoredSettings" + map.keySet();
  }
}
