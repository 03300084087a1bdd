package io.calloutauth.provider;

import io.calloutauth.endpoint.Origins;
import io.calloutauth.keys.PublishedCertificate;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.RenewalRules;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.ResponseOptions;
import io.calloutauth.oauth.Scope;
import io.calloutauth.provider.Setting.Presence;
import io.calloutauth.store.ProviderRow;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A provider as a row tells it. It does not keep the row, which holds sealed secrets: what writes
 * JSON may look into the fields.
 */
final class ProviderView implements Provider {

  private static final String PROBLEM = "problem";

  private final String id;
  private final long version;
  private final String name;
  private final boolean disabled;
  private final Instant createdAt;
  private final Instant updatedAt;
  private final StoredSettings settings;

  ProviderView(ProviderRow row) {
    this.id = row.key().id();
    this.version = row.version();
    this.name = row.content().name().text();
    this.disabled = row.content().disabled();
    this.createdAt = row.createdAt();
    this.updatedAt = row.updatedAt();
    this.settings = StoredSettings.read(row.content());
  }

  @Override
  public ProviderId id() {
    return new ProviderId(id);
  }

  @Override
  public long version() {
    return version;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean disabled() {
    return disabled;
  }

  @Override
  public GrantType grantType() {
    return settings.get(SettingTable.GRANT_TYPE);
  }

  @Override
  public String clientId() {
    return settings.get(SettingTable.CLIENT_ID);
  }

  @Override
  public ClientAuthentication clientAuthentication() {
    return settings.get(SettingTable.CLIENT_AUTHENTICATION);
  }

  @Override
  public Optional<URI> issuer() {
    return uri(SettingTable.ISSUER);
  }

  @Override
  public URI tokenEndpoint() {
    return URI.create(settings.get(SettingTable.TOKEN_ENDPOINT));
  }

  @Override
  public Optional<URI> revocationEndpoint() {
    return uri(SettingTable.REVOCATION_ENDPOINT);
  }

  @Override
  public Optional<URI> authorizationEndpoint() {
    return uri(AuthorizationRequestTable.ENDPOINT);
  }

  @Override
  public Optional<URI> pushedAuthorizationRequestEndpoint() {
    return uri(AuthorizationRequestTable.PUSH_ENDPOINT);
  }

  @Override
  public List<String> authorizationParameters() {
    return settings.get(AuthorizationRequestTable.PARAMETERS);
  }

  @Override
  public boolean issuerInResponses() {
    return settings.get(AuthorizationRequestTable.ISSUER_IN_RESPONSES);
  }

  @Override
  public Optional<URI> introspectionEndpoint() {
    return uri(SettingTable.INTROSPECTION_ENDPOINT);
  }

  @Override
  public Optional<URI> testEndpoint() {
    return uri(SettingTable.TEST_ENDPOINT);
  }

  @Override
  public Scope scope() {
    return Scope.parse(settings.get(SettingTable.SCOPE));
  }

  @Override
  public Duration defaultLifetime() {
    return settings.get(SettingTable.DEFAULT_LIFETIME);
  }

  @Override
  public boolean singleToken() {
    return settings.get(SettingTable.SINGLE_TOKEN);
  }

  @Override
  public Duration refreshTokenReuseInterval() {
    return settings.get(AuthorizationTable.REUSE_INTERVAL);
  }

  @Override
  public Duration keepAliveInterval() {
    return settings.get(AuthorizationTable.KEEP_ALIVE_INTERVAL);
  }

  @Override
  public Origins origins() {
    return settings.origins();
  }

  @Override
  public RequestOptions requests() {
    return new RegistrationReader(settings).requests();
  }

  @Override
  public ResponseOptions responses() {
    return new RegistrationReader(settings).responses();
  }

  @Override
  public RenewalRules renewal() {
    return new RegistrationReader(settings).renewal();
  }

  @Override
  public Optional<Instant> secretSetAt() {
    return settings.secretSetAt();
  }

  @Override
  public Optional<Instant> clientSecretExpiresAt() {
    return Optional.of(settings.get(SettingTable.CLIENT_SECRET_EXPIRES_AT))
        .filter(time -> !time.isEmpty())
        .map(Instant::parse);
  }

  @Override
  public Optional<Instant> nextSecretSetAt() {
    return settings.nextSecretSetAt();
  }

  @Override
  public Optional<String> keySet() {
    return settings.keySet();
  }

  @Override
  public Optional<PublishedCertificate> clientCertificate() {
    return PublishedCertificate.of(settings.get(CertificateTable.CERTIFICATES).chain());
  }

  @Override
  public Instant createdAt() {
    return createdAt;
  }

  @Override
  public Instant updatedAt() {
    return updatedAt;
  }

  /** Shows what was typed; the policy reads the text. */
  private Optional<URI> uri(Setting<String> setting) {
    String url = settings.get(setting);
    return url.isEmpty() ? Optional.empty() : Optional.of(URI.create(url));
  }

  @Override
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", id);
    map.put("version", version);
    map.put(SettingTable.NAME.key(), name);
    map.put("disabled", disabled);
    showSettings(map);
    map.put("created_at", createdAt.toString());
    map.put("updated_at", updatedAt.toString());
    if (settings.objection() != null) {
      map.put(PROBLEM, settings.objection());
    }
    return Collections.unmodifiableMap(map);
  }

  /** One row that cannot be read must not keep a list from being shown. */
  private void showSettings(Map<String, Object> map) {
    try {
      SettingTable.STORED.stream()
          .filter(Setting::isTyped)
          .filter(each -> each.need(grantType(), clientAuthentication()) != Presence.NONE)
          .forEach(setting -> copy(setting, map));
      keySet().ifPresent(set -> map.put("key_set", set));
      clientCertificate().ifPresent(shown -> show(shown, map));
      secretSetAt().ifPresent(time -> map.put("secret_set_at", time.toString()));
      nextSecretSetAt().ifPresent(time -> map.put("next_secret_set_at", time.toString()));
    } catch (IllegalStateException unreadable) {
      map.put(PROBLEM, String.valueOf(unreadable.getMessage()));
    }
  }

  private static void show(PublishedCertificate certificate, Map<String, Object> map) {
    map.put("certificate_subject", certificate.subject());
    map.put("certificate_thumbprint", certificate.thumbprintSha256());
    map.put("certificate_ends", certificate.ends().toString());
  }

  private <T> void copy(Setting<T> setting, Map<String, Object> map) {
    try {
      Object plain = setting.form().toPlain(settings.get(setting));
      if (!plain.equals("") && !plain.equals(List.of())) {
        map.put(setting.key(), plain);
      }
    } catch (IllegalStateException unreadable) {
      map.put(PROBLEM, String.valueOf(unreadable.getMessage()));
    }
  }

  @Override
  public ProviderSettings toSettings() {
    String objection = settings.objection();
    if (objection != null) {
      throw new IllegalStateException(objection);
    }
    ProviderDraft draft = new ProviderDraft();
    draft.editOf(id());
    SettingTable.STORED.stream().filter(Setting::isTyped).forEach(setting -> copy(setting, draft));
    draft.put(SettingTable.NAME, name());
    SettingTable.SEALED.stream()
        .filter(Setting::isSingleSecret)
        .filter(secret -> secret.need(grantType(), clientAuthentication()) != Presence.NONE)
        .forEach(secret -> draft.keep(secret, ""));
    nextSecretSetAt().ifPresent(time -> draft.keep(SettingTable.CLIENT_SECRET, SecretRolling.NEXT));
    draft.put(AssertionTable.PRIVATE_KEY, settings.get(AssertionTable.KEYS).kept());
    draft.put(
        CertificateTable.CLIENT_CERTIFICATE, settings.get(CertificateTable.CERTIFICATES).kept());
    return new ProviderSettings(draft);
  }

  private <T> void copy(Setting<T> setting, ProviderDraft draft) {
    draft.put(setting, settings.get(setting));
  }

  @Override
  public String toString() {
    return "Provider[" + name() + ", id=" + id() + ", version=" + version() + "]";
  }
}
