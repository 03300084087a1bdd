package io.calloutauth.oauth;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A client registration with its secrets opened, on behalf of a tenant: what a request to an
 * authorization server is made from. Immutable and thread-safe; {@link #toString()} hides the
 * secrets.
 */
public final class RegisteredClient {

  private final String tenant;
  private final ClientRegistration registration;
  private final Map<String, Secret> secrets;
  private final @Nullable String lastCredential;

  /**
   * Makes a client of a tenant.
   *
   * @param secrets by their {@linkplain SecretName names}
   */
  public RegisteredClient(
      String tenant, ClientRegistration registration, Map<String, Secret> secrets) {
    this(tenant, registration, Map.copyOf(secrets), null);
  }

  private RegisteredClient(
      String tenant,
      ClientRegistration registration,
      Map<String, Secret> secrets,
      @Nullable String lastCredential) {
    this.tenant = Objects.requireNonNull(tenant, "tenant");
    this.registration = Objects.requireNonNull(registration, "registration");
    this.secrets = secrets;
    this.lastCredential = lastCredential;
  }

  /** Returns this client as it would be with another client authentication. */
  public RegisteredClient with(ClientAuthentication authentication) {
    return new RegisteredClient(tenant, registration.with(authentication), secrets, lastCredential);
  }

  /** Returns this client with a further secret. */
  public RegisteredClient with(String name, Secret secret) {
    Map<String, Secret> more = new HashMap<>(secrets);
    more.put(name, secret);
    return new RegisteredClient(tenant, registration, Map.copyOf(more), lastCredential);
  }

  /** Returns this client with the secrets of what one request asks with. */
  public RegisteredClient with(GrantInput input) {
    RegisteredClient asking = this;
    for (Map.Entry<String, Secret> secret : input.secrets().entrySet()) {
      asking = asking.with(secret.getKey(), secret.getValue());
    }
    return asking;
  }

  /** Returns this client, knowing the credential that worked last, or null when none is known. */
  public RegisteredClient lastCredential(@Nullable String credential) {
    return new RegisteredClient(tenant, registration, secrets, credential);
  }

  /** Returns the tenant, whose endpoint policy applies. */
  public String tenant() {
    return tenant;
  }

  /** Returns the registration. */
  public ClientRegistration registration() {
    return registration;
  }

  /** Returns the secrets by their {@linkplain SecretName names}. */
  public Map<String, Secret> secrets() {
    return secrets;
  }

  /** Returns the secret of a {@linkplain SecretName name}; empty when the client has none. */
  public Optional<Secret> secret(String name) {
    return Optional.ofNullable(secrets.get(name));
  }

  /**
   * Returns the secret that a credential is made with; empty when the client has none, or another
   * in its place.
   */
  public Optional<Secret> secretOf(String credential) {
    String name = SecretName.ofCredential(credential);
    return secret(name)
        .filter(
            any ->
                !name.equals(SecretName.NEXT_CLIENT_SECRET)
                    || registration.clientSecrets().contains(credential));
  }

  /**
   * Returns this client for a second try of a request: what it signed for the first one stays a
   * secret of its own, which the server may quote.
   */
  public RegisteredClient tryAgain() {
    RegisteredClient again = this;
    for (String name : List.of(SecretName.CLIENT_ASSERTION, SecretName.GRANT_ASSERTION)) {
      Secret signed = secrets.get(name);
      again = signed == null ? again : again.with(SecretName.before(name), signed);
    }
    return again;
  }

  /** Returns the values of the extra parameters of token requests, by the parameters' names. */
  public Map<String, Secret> parameters() {
    return extras(SecretName.parameter(""));
  }

  /** Returns the values of the extra headers of requests, by the headers' names. */
  public Map<String, Secret> headers() {
    return extras(SecretName.header(""));
  }

  /** Returns the values of the extra claims of the grant's assertion, by the claims' names. */
  public Map<String, Secret> claims() {
    return extras(SecretName.claim(""));
  }

  private Map<String, Secret> extras(String prefix) {
    return secrets.entrySet().stream()
        .filter(secret -> secret.getKey().startsWith(prefix))
        .collect(
            Collectors.toMap(
                secret -> secret.getKey().substring(prefix.length()), Map.Entry::getValue));
  }

  /** Returns the name of the credential that worked last; empty when none is known. */
  public Optional<String> lastCredential() {
    return Optional.ofNullable(lastCredential);
  }

  /**
   * Tells whether a credential is another one than worked last, while that one is still there: keys
   * or secrets are being rolled, and the server takes this one.
   */
  public boolean switchesTo(String credential) {
    return lastCredential()
        .filter(last -> secretOf(last).isPresent())
        .map(SecretName::ofCredential)
        .filter(last -> !last.equals(SecretName.ofCredential(credential)))
        .isPresent();
  }

  @Override
  public String toString() {
    return "RegisteredClient[" + registration + "]";
  }
}
