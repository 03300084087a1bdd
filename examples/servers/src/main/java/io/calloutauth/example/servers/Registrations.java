package io.calloutauth.example.servers;

import java.time.Duration;
import java.util.List;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.server.authorization.client.InMemoryRegisteredClientRepository;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClient;
import org.springframework.security.oauth2.server.authorization.client.RegisteredClientRepository;
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
    return RegisteredClient.withId(client.id())
        .clientId(client.id())
        .clientSecret(secrets.encode(client.secret()))
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
        .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_POST)
        .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
        .scopes(scopes -> scopes.addAll(client.scopes()))
        .tokenSettings(living(client.lifetime()))
        .build();
  }

  private static TokenSettings living(Duration lifetime) {
    return TokenSettings.builder().accessTokenTimeToLive(lifetime).build();
  }
}
