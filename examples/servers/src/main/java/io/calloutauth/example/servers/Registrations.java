package io.calloutauth.example.servers;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jose.jws.MacAlgorithm;
import org.springframework.security.oauth2.jose.jws.SignatureAlgorithm;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.settings.ClientSettings;
import org.springframework.security.oauth2.server.authorization.settings.TokenSettings;

/** Turns demo clients into what Spring keeps of a client. */
final class Registrations {

  private Registrations() {}

  /** Registers clients; throws an {@code IllegalArgumentException} if two share id or secret. */
  static RegisteredClientRepository of(List<DemoClient> clients, PasswordEncoder secrets) {
    return new InMemoryRegisteredClientRepository(
        clients.stream().map(client -> registered(client, secrets)).toList());
  }

  /** Returns what Spring keeps of a client. */
  static RegisteredClient registered(DemoClient client, PasswordEncoder secrets) {
    RegisteredClient.Builder registered =
        RegisteredClient.withId(client.id()).clientId(client.id());
    if (client.assertionAlgorithm().isPresent()) {
      signing(registered, client, client.assertionAlgorithm().get());
    } else if (client.certificateSubject().isPresent()) {
      showing(registered, client.certificateSubject().get());
    } else if (client.jwks().isPresent()) {
      showingSelfSigned(registered, client.jwks().get());
    } else {
      registered
          .clientSecret(secrets.encode(client.secret()))
          .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
          .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST);
    }
    client.redirectUri().ifPresent(uri -> sendingUsers(registered, uri));
    return registered
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .scopes(scopes -> scopes.addAll(client.scopes()))
        .tokenSettings(living(client.lifetime()))
        .build();
  }

  private static void showing(RegisteredClient.Builder registered, String subject) {
    registered
        .clientAuthenticationMethod(ClientAuthenticationMethod.TLS_CLIENT_AUTH)
        .clientSettings(ClientSettings.builder().x509CertificateSubjectDN(subject).build());
  }

  private static void showingSelfSigned(RegisteredClient.Builder registered, URI jwks) {
    registered
        .clientAuthenticationMethod(ClientAuthenticationMethod.SELF_SIGNED_TLS_CLIENT_AUTH)
        .clientSettings(ClientSettings.builder().jwkSetUrl(jwks.toString()).build());
  }

  private static void sendingUsers(RegisteredClient.Builder registered, URI redirectUri) {
    registered
        .authorizationGrantType(AuthorizationGrantType.AUTHORIZATION_CODE)
        .authorizationGrantType(AuthorizationGrantType.REFRESH_TOKEN)
        .redirectUri(redirectUri.toString())
        .clientSettings(ClientSettings.builder().requireProofKey(true).build());
  }

  /** A secret that signs is kept as it is: the server signs with it too. */
  private static void signing(
      RegisteredClient.Builder registered, DemoClient client, String algorithm) {
    ClientSettings.Builder settings = ClientSettings.builder();
    client
        .jwks()
        .ifPresentOrElse(
            jwks -> {
              registered.clientAuthenticationMethod(ClientAuthenticationMethod.PRIVATE_KEY_JWT);
              settings
                  .jwkSetUrl(jwks.toString())
                  .tokenEndpointAuthenticationSigningAlgorithm(
                      known(SignatureAlgorithm.from(algorithm)));
            },
            () -> {
              registered
                  .clientSecret(client.secret())
                  .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_JWT);
              settings.tokenEndpointAuthenticationSigningAlgorithm(
                  known(MacAlgorithm.from(algorithm)));
            });
    registered.clientSettings(settings.build());
  }

  private static <A> A known(@Nullable A algorithm) {
    return Objects.requireNonNull(algorithm, "Spring knows no such algorithm");
  }

  private static TokenSettings living(Duration lifetime) {
    return TokenSettings.builder()
        .accessTokenTimeToLive(lifetime)
        .reuseRefreshTokens(false)
        .build();
  }
}
