package io.calloutauth.provider;

import io.calloutauth.endpoint.Origins;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.RenewalRules;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.ResponseOptions;
import io.calloutauth.oauth.Scope;
import io.calloutauth.store.ProviderRow;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A provider as a row tells it. */
public final class ProviderView implements Provider {

  private final ProviderRow row;
  private final StoredSettings settings;

  public ProviderView(ProviderRow row) {
    this.row = row;
    this.settings = StoredSettings.read(row.content().settings());
  }

  @Override
  public ProviderId id() {
    return new ProviderId(row.key().id());
  }

  @Override
  public long version() {
    return row.version();
  }

  @Override
  public String name() {
    return row.content().name().text();
  }

  @Override
  public boolean disabled() {
    return row.content().disabled();
  }

  @Override
  public GrantType grantType() {
    return settings.grantType();
  }

  @Override
  public String clientId() {
    return settings.clientId();
  }

  @Override
  public ClientAuthentication clientAuthentication() {
    return settings.clientAuthentication();
  }

  @Override
  public URI tokenEndpoint() {
    return settings.tokenEndpoint();
  }

  @Override
  public Optional<URI> revocationEndpoint() {
    return settings.revocationEndpoint();
  }

  @Override
  public Optional<URI> testEndpoint() {
    return settings.testEndpoint();
  }

  @Override
  public Scope scope() {
    return settings.scope();
  }

  @Override
  public Duration defaultLifetime() {
    return settings.defaultLifetime();
  }

  @Override
  public boolean singleToken() {
    return settings.singleToken();
  }

  @Override
  public Origins origins() {
    return settings.origins();
  }

  @Override
  public RequestOptions requests() {
    return settings.requests();
  }

  @Override
  public ResponseOptions responses() {
    return settings.responses();
  }

  @Override
  public RenewalRules renewal() {
    return settings.renewal();
  }

  @Override
  public Optional<Instant> secretSetAt() {
    return settings.secretSetAt();
  }

  @Override
  public Instant createdAt() {
    return row.createdAt();
  }

  @Override
  public Instant updatedAt() {
    return row.updatedAt();
  }

  @Override
  public ProviderSettings toSettings() {
    ProviderSettings.Builder draft =
        ProviderSettings.clientCredentials()
            .editOf(id())
            .name(name())
            .grantType(grantType())
            .clientId(clientId())
            .clientAuthentication(clientAuthentication())
            .tokenEndpoint(tokenEndpoint().toString())
            .scope(scope().toString())
            .defaultLifetime(defaultLifetime())
            .singleToken(singleToken())
            .requests(RequestSettings.of(requests()))
            .responses(ResponseSettings.of(responses()));
    renewal().statuses().stream().sorted().forEach(draft::renewalStatus);
    renewal()
        .body()
        .ifPresent(body -> draft.renewalBody(body.pointer(), body.values().toArray(String[]::new)));
    revocationEndpoint().ifPresent(url -> draft.revocationEndpoint(url.toString()));
    testEndpoint().ifPresent(url -> draft.testEndpoint(url.toString()));
    return draft.origins(origins()).build();
  }

  @Override
  public String toString() {
    return "Provider[" + name() + ", id=" + id() + ", version=" + version() + "]";
  }
}
