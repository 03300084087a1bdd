package io.calloutauth.example.boot35;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEObject;
import com.nimbusds.oauth2.sdk.TokenRequest;
import io.calloutauth.CalloutAuth;
import io.calloutauth.TokenState;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import java.io.IOException;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hc.core5.http.HttpHeaders;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.http.client.ClientHttpRequestFactoryBuilder;
import org.springframework.boot.web.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** The host's own login and authenticated callouts work beside each other on one Nimbus. */
class LoginAndCalloutsTest {

  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");
  private static final URI TARGET = URI.create("https://api.example.com/orders");

  private static int hostPort;
  private static String issuer;
  private static WebServerApplicationContext server;
  private static ConfigurableApplicationContext host;

  @BeforeAll
  static void start() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      hostPort = free.getLocalPort();
    }
    server = LoginServerApplication.start(hostPort);
    issuer = "http://127.0.0.1:" + server.getWebServer().getPort();
    host = HostApplication.start(hostPort, issuer);
  }

  @AfterAll
  static void stop() {
    host.close();
    ((ConfigurableApplicationContext) server).close();
  }

  @Test
  void aUserLogsInWithTheHostsOwnClient() throws Exception {
    HttpClient browser =
        HttpClient.newBuilder()
            .cookieHandler(new CookieManager())
            .followRedirects(HttpClient.Redirect.ALWAYS)
            .build();
    HttpResponse<String> form =
        browser.send(
            html(URI.create("http://127.0.0.1:" + hostPort + "/me")).build(),
            BodyHandlers.ofString());
    assertThat(form.uri()).hasToString(issuer + "/login");
    Matcher csrf = CSRF.matcher(form.body());
    assertThat(csrf.find()).isTrue();
    String login =
        "username=alice&password=wonder&_csrf="
            + URLEncoder.encode(csrf.group(1), StandardCharsets.UTF_8);

    HttpResponse<String> page =
        browser.send(
            html(form.uri())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(login))
                .build(),
            BodyHandlers.ofString());

    assertThat(page.body()).isEqualTo("logged in: alice");
  }

  private static HttpRequest.Builder html(URI uri) {
    return HttpRequest.newBuilder(uri).header("Accept", "text/html");
  }

  @Test
  void aCalloutGetsAToken() {
    CalloutAuth auth = host.getBean(CalloutAuth.class);
    Provider crm =
        auth.providers()
            .create(
                ProviderSettings.clientCredentials()
                    .name("CRM")
                    .tokenEndpoint(issuer + "/oauth2/token")
                    .clientId("billing")
                    .clientSecret("callout-secret")
                    .scope("orders.write")
                    .origin("https://api.example.com")
                    .build());
    auth.notifications().bind("invoice-posted", crm.id());

    assertThat(auth.tokens().obtain(crm.id()).state()).isEqualTo(TokenState.ACTIVE);
    Map<String, String> headers = new HashMap<>();
    auth.callouts().authenticate("invoice-posted", "POST", TARGET).applyTo(headers::put);
    assertThat(headers.get("Authorization")).startsWith("Bearer ey");
  }

  @Test
  void theHostsHttpClientsStayWhatTheyWere() {
    assertThatThrownBy(() -> Class.forName("org.apache.hc.client5.http.impl.classic.HttpClients"))
        .isInstanceOf(ClassNotFoundException.class);
    assertThat(ClientHttpRequestFactoryBuilder.detect().getClass().getSimpleName())
        .startsWith("Jdk");
  }

  @Test
  void runsOnTheVersionsThatItSays() {
    assertThat(jar(HttpHeaders.class)).endsWith("/httpcore5-5.3.6.jar");
    assertThat(jar(org.slf4j.Logger.class)).endsWith("/slf4j-api-2.0.17.jar");
    assertThat(jar(TokenRequest.class)).endsWith("/oauth2-oidc-sdk-11.39.jar");
    assertThat(jar(JOSEObject.class)).endsWith("/nimbus-jose-jwt-10.9.1.jar");
    assertThat(jar(org.springframework.boot.SpringApplication.class))
        .endsWith("/spring-boot-3.5.7.jar");
  }

  private static String jar(Class<?> type) {
    return type.getProtectionDomain().getCodeSource().getLocation().getPath();
  }
}
