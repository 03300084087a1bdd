package io.calloutauth.example.benchmarks.subject;

import java.net.http.HttpClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.http.converter.FormHttpMessageConverter;
import org.springframework.security.oauth2.client.AuthorizedClientServiceOAuth2AuthorizedClientManager;
import org.springframework.security.oauth2.client.InMemoryOAuth2AuthorizedClientService;
import org.springframework.security.oauth2.client.OAuth2AuthorizeRequest;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClient;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.OAuth2AuthorizedClientProviderBuilder;
import org.springframework.security.oauth2.client.endpoint.RestClientClientCredentialsTokenResponseClient;
import org.springframework.security.oauth2.client.http.OAuth2ErrorResponseErrorHandler;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.client.registration.InMemoryClientRegistrationRepository;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.http.converter.OAuth2AccessTokenResponseHttpMessageConverter;
import org.springframework.web.client.RestClient;

/** Spring Security's manager for callouts outside of a request, with its own token client. */
final class SpringSubject implements Subject {

  private final AuthorizedClientServiceOAuth2AuthorizedClientManager manager;
  private final Map<String, OAuth2AuthorizeRequest> requests = new HashMap<>();

  SpringSubject(Setting setting) {
    InMemoryClientRegistrationRepository registrations =
        new InMemoryClientRegistrationRepository(registrations(setting));
    this.manager =
        new AuthorizedClientServiceOAuth2AuthorizedClientManager(
            registrations, new InMemoryOAuth2AuthorizedClientService(registrations));
    this.manager.setAuthorizedClientProvider(provider(setting));
    for (int i = 0; i < setting.notifications(); i++) {
      requests.put(
          Setting.notification(i),
          OAuth2AuthorizeRequest.withClientRegistrationId(Setting.clientId(setting.providerOf(i)))
              .principal("dispatcher")
              .build());
    }
  }

  private static List<ClientRegistration> registrations(Setting setting) {
    return IntStream.range(0, setting.providers())
        .mapToObj(
            i ->
                ClientRegistration.withRegistrationId(Setting.clientId(i))
                    .authorizationGrantType(AuthorizationGrantType.CLIENT_CREDENTIALS)
                    .tokenUri(setting.tokenEndpoint().toString())
                    .clientId(Setting.clientId(i))
                    .clientSecret("secret")
                    .build())
        .toList();
  }

  /** Its own, with a timeout: by default it waits for ever. */
  private static OAuth2AuthorizedClientProvider provider(Setting setting) {
    JdkClientHttpRequestFactory requests =
        new JdkClientHttpRequestFactory(HttpClient.newHttpClient());
    requests.setReadTimeout(setting.timeout());
    RestClient rest =
        RestClient.builder()
            .requestFactory(requests)
            .configureMessageConverters(
                converters ->
                    converters
                        .addCustomConverter(new FormHttpMessageConverter())
                        .addCustomConverter(new OAuth2AccessTokenResponseHttpMessageConverter()))
            .defaultStatusHandler(new OAuth2ErrorResponseErrorHandler())
            .build();
    RestClientClientCredentialsTokenResponseClient client =
        new RestClientClientCredentialsTokenResponseClient();
    client.setRestClient(rest);
    return OAuth2AuthorizedClientProviderBuilder.builder()
        .clientCredentials(grant -> grant.accessTokenResponseClient(client))
        .build();
  }

  @Override
  public void authenticate(String notificationId, BiConsumer<String, String> headers) {
    OAuth2AuthorizeRequest request = Objects.requireNonNull(requests.get(notificationId));
    OAuth2AuthorizedClient client = manager.authorize(request);
    if (client == null) {
      throw new IllegalStateException("no token");
    }
    headers.accept("Authorization", "Bearer " + client.getAccessToken().getTokenValue());
  }

  @Override
  public void close() {}
}
