package io.calloutauth.example.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.sun.net.httpserver.HttpServer;
import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.example.console.demo.DemoServers;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** A provider's form that is filled in from the metadata of its authorization server. */
@SpringBootTest(
    properties = {"console.demo=true", "spring.datasource.url=jdbc:h2:mem:pages;DB_CLOSE_DELAY=-1"})
@AutoConfigureMockMvc
class DiscoveryPagesTest {

  private static final String DISCOVER = "/providers/discover";

  @Autowired private MockMvc mvc;
  @Autowired private UserDetailsService users;
  @Autowired private CalloutAuthTenants tenants;
  @Autowired private DemoServers servers;

  private ResultActions as(String name, MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(request.with(user(users.loadUserByUsername(name))).with(csrf()));
  }

  private ResultActions discovered(String issuer) throws Exception {
    return as(
        "ada",
        post(DISCOVER)
            .param("issuer", issuer)
            .param("name", "Typed before")
            .param("client-secret", "hush hush"));
  }

  private static String input(String name, String value) {
    return "name=\"" + name + "\" type=\"url\" value=\"" + value + "\"";
  }

  @Test
  void fillsInWhatTheServerSaysAndKeepsWhatWasTyped() throws Exception {
    String issuer = servers.server().issuer().toString();

    discovered(issuer)
        .andExpect(content().string(containsString(input("issuer", issuer))))
        .andExpect(
            content()
                .string(
                    containsString(
                        input("token-endpoint", servers.server().tokenEndpoint().toString()))))
        .andExpect(
            content()
                .string(
                    containsString(
                        input(
                            "revocation-endpoint",
                            servers.server().revocationEndpoint().toString()))))
        .andExpect(content().string(containsString("value=\"Typed before\"")))
        .andExpect(content().string(containsString("metadata fills in: issuer, token endpoint")))
        .andExpect(content().string(containsString("Grant types that the server offers: ")))
        .andExpect(content().string(not(containsString("They are this server"))))
        .andExpect(content().string(not(containsString("hush hush"))))
        .andExpect(content().string(containsString("The secrets that you typed are on no page")));
  }

  @Test
  void tellsWhatTheServerCallsItself() throws Exception {
    String issuer = servers.server().issuer().toString();

    discovered(issuer + "/")
        .andExpect(content().string(containsString("calls itself by another issuer")))
        .andExpect(content().string(containsString("The server calls itself " + issuer + "<")))
        .andExpect(content().string(containsString("log has the details under")))
        .andExpect(content().string(containsString(input("token-endpoint", ""))));
  }

  @Test
  void tellsAtTheFieldWhatIsNoIssuer() throws Exception {
    discovered("ftp://example.com")
        .andExpect(content().string(containsString("Nothing was sent")))
        .andExpect(content().string(containsString("Issuer must start with https://.")));
  }

  @Test
  void fillsInEndpointsOfAnotherHostOnceTheyAreConfirmed() throws Exception {
    String endpoint = servers.server().tokenEndpoint().toString();
    HttpServer elsewhere = metadata(endpoint);
    try {
      String issuer = "http://127.0.0.1:" + elsewhere.getAddress().getPort();
      discovered(issuer)
          .andExpect(content().string(containsString("They are this server’s: fill them in")))
          .andExpect(content().string(containsString("<code>" + endpoint + "</code>")))
          .andExpect(content().string(containsString(input("token-endpoint", ""))));
      as(
              "ada",
              post(DISCOVER + "/confirm")
                  .param("issuer", issuer)
                  .param("confirmed-token-endpoint", endpoint))
          .andExpect(content().string(containsString(input("token-endpoint", endpoint))))
          .andExpect(content().string(containsString(input("issuer", issuer))));
    } finally {
      elsewhere.stop(0);
    }
  }

  private static HttpServer metadata(String tokenEndpoint) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body =
              "{\"issuer\":\"http://127.0.0.1:%d\",\"token_endpoint\":\"%s\"}"
                  .formatted(server.getAddress().getPort(), tokenEndpoint)
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  @Test
  void storesNothingAndIsForThoseWhoEditProviders() throws Exception {
    Provider edited = provider("Edited");
    as(
            "ada",
            post(DISCOVER)
                .param("id", edited.id().value())
                .param("version", "1")
                .param("issuer", servers.server().issuer().toString()))
        .andExpect(content().string(containsString("Edit Edited")));
    as("ben", post(DISCOVER)).andExpect(status().isForbidden());
    as("ben", post(DISCOVER + "/confirm")).andExpect(status().isForbidden());
    as("zoe", post(DISCOVER).param("id", edited.id().value())).andExpect(status().isNotFound());

    assertThat(tenants.tenant("acme").providers().find(edited.id()))
        .hasValueSatisfying(same -> assertThat(same.version()).isEqualTo(edited.version()));
  }

  private Provider provider(String name) {
    return tenants
        .tenant("acme")
        .providers()
        .create(
            ProviderSettings.clientCredentials()
                .name(name)
                .clientId(servers.billing().id())
                .clientSecret("wrong")
                .tokenEndpoint(servers.server().tokenEndpoint().toString())
                .anyOrigin()
                .build());
  }
}
