package io.calloutauth.example.servers;

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

  private static RegisteredClient registered(DemoClient client, PasswordEncoder secrets) {
    RegisteredClient.Builder registered =
        RegisteredClient.withId(client.id()).clientId(client.id());
    client
        .assertionAlgorithm()
        .ifPresentOrElse(
            algorithm -> signing(registered, client, algorithm),
            () ->
                registered
                    .clientSecret(secrets.encode(client.secret()))
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                    .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST));
    return registered
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .scopes(scopes -> scopes.addAll(client.scopes()))
        .tokenSettings(living(client.lifetime()))
        .build();
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
    return TokenSettings.builder().accessTokenTimeToLive(lifetime).build();
  }
}
