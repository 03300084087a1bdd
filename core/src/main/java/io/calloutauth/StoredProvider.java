package io.calloutauth;

import io.calloutauth.client.AnswerOptions;
import io.calloutauth.client.ClientAuthentication;
import io.calloutauth.client.GrantType;
import io.calloutauth.client.Origins;
import io.calloutauth.client.RequestOptions;
import io.calloutauth.client.Scope;
import io.calloutauth.engine.StoredSettings;
import io.calloutauth.store.ProviderRow;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A provider as a row tells it. */
final class StoredProvider implements Provider {

  private final ProviderRow row;
  private final StoredSettings settings;

  StoredProvider(ProviderRow row) {
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
  public AnswerOptions answers() {
    return settings.answers();
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
            .answers(AnswerSettings.of(answers()));
    revocationEndpoint().ifPresent(url -> draft.revocationEndpoint(url.toString()));
    testEndpoint().ifPresent(url -> draft.testEndpoint(url.toString()));
    return draft.origins(origins()).build();
  }

  @Override
  public String toString() {
    return "Provider[" + name() + ", id=" + id() + ", version=" + version() + "]";
  }
}
