package io.calloutauth.example.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import com.sun.net.httpserver.HttpServer;
import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.example.console.demo.DemoServers;
import io.calloutauth.example.console.notifications.Notification;
import io.calloutauth.example.console.notifications.NotificationTable;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** What the pages let happen, and to whom. */
@SpringBootTest(
    properties = {"console.demo=true", "spring.datasource.url=jdbc:h2:mem:pages;DB_CLOSE_DELAY=-1"})
@AutoConfigureMockMvc
class PagesTest {

  private static final String SECRET = "a secret that nobody may see";
  private static final String URL = "https://receiver.example.com/x";
  private static final List<String> PATHS =
      List.of(
          "/providers",
          "/providers/new",
          "/providers/new/templates",
          "/providers/new/templates/okta",
          "/notifications",
          "/notifications/news/history",
          "/operations",
          "/demo");

  @Autowired private MockMvc mvc;
  @Autowired private UserDetailsService users;
  @Autowired private CalloutAuthTenants tenants;
  @Autowired private DemoServers servers;
  @Autowired private NotificationTable notifications;

  @ParameterizedTest
  @ValueSource(strings = {"/providers", "/notifications/news", "/operations", "/demo", "/nothing"})
  void sendsStrangersToTheLogin(String path) throws Exception {
    mvc.perform(get(path)).andExpect(redirectedUrl("/login"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/providers", "/notifications", "/notifications/news/send", "/demo/fail"})
  void refusesToChangeAnythingWithoutACsrfToken(String path) throws Exception {
    mvc.perform(post(path).with(user(users.loadUserByUsername("ada"))))
        .andExpect(status().isForbidden());
  }

  @Test
  void letsEachRoleChangeItsOwnThingsOnly() throws Exception {
    ProviderId crm = id("CRM");
    as("ben", get("/providers/" + crm)).andExpect(status().isOk());
    as("ben", get("/providers/" + crm + "/edit")).andExpect(status().isForbidden());
    as("ben", get("/providers/new")).andExpect(status().isForbidden());
    as("ben", post("/providers/" + crm + "/obtain")).andExpect(status().isForbidden());
    as("ben", post("/providers/check")).andExpect(status().isForbidden());
    as("pia", get("/notifications/news")).andExpect(status().isOk());
    as("pia", get("/notifications/news/edit")).andExpect(status().isForbidden());
    as("pia", post("/notifications/news/send")).andExpect(status().isForbidden());
    as("pia", post("/notifications")).andExpect(status().isForbidden());
  }

  @Test
  void hasNothingOfAnotherTenant() throws Exception {
    ProviderId crm = id("CRM");
    for (String rest : List.of("", "/edit")) {
      as("zoe", get("/providers/" + crm + rest)).andExpect(status().isNotFound());
      as("zoe", get("/notifications/news" + rest)).andExpect(status().isNotFound());
    }
    for (String action : List.of("obtain", "refresh", "test", "revoke", "disable", "delete")) {
      as("zoe", post("/providers/" + crm + "/" + action)).andExpect(status().isNotFound());
    }
    as("zoe", post("/providers/" + crm + "/edit")).andExpect(status().isNotFound());
    as("zoe", post("/providers/check").param("id", crm.value())).andExpect(status().isNotFound());
    as("zoe", post("/notifications/news/send")).andExpect(status().isNotFound());
    as("zoe", post("/notifications/news/delete")).andExpect(status().isNotFound());
    as("zoe", get("/providers")).andExpect(content().string(not(containsString("CRM"))));
    as("zoe", notification("https://example.com/x").param("provider", crm.value()))
        .andExpect(status().isUnprocessableContent())
        .andExpect(content().string(containsString("is not there any more")));
    assertThat(notifications.list("globex")).hasSize(1);
  }

  @Test
  void tellsNothingOfWhatFailsElsewhere() throws Exception {
    as("ada", post("/providers/" + id("Warehouse") + "/obtain"));
    as("ada", get("/operations")).andExpect(content().string(containsString("Failing")));
    as("zoe", get("/operations")).andExpect(content().string(containsString("Nothing failed")));
  }

  @Test
  void hasNoInlineScriptOrStyleAndSaysSo() throws Exception {
    for (String path : PATHS) {
      as("ada", get(path))
          .andExpect(
              header().string("Content-Security-Policy", containsString("script-src 'self'")))
          .andExpect(header().string("Content-Security-Policy", not(containsString("unsafe"))))
          .andExpect(content().string(not(containsString("<script>"))))
          .andExpect(content().string(not(containsString("<style"))))
          .andExpect(
              result ->
                  assertThat(result.getResponse().getContentAsString())
                      .doesNotContainPattern("(?i)\\s(style|on[a-z]+)=\""));
    }
  }

  @Test
  void neverSendsTheSecretBack() throws Exception {
    as("ada", provider("Wordless", "no url"))
        .andExpect(status().isUnprocessableContent())
        .andExpect(content().string(containsString("Wordless")))
        .andExpect(content().string(containsString("Access token endpoint ")))
        .andExpect(content().string(not(containsString(SECRET))));
    as("ada", provider("Secretive", servers.server().tokenEndpoint().toString()))
        .andExpect(status().is3xxRedirection());
    ProviderId id = id("Secretive");
    for (String rest : List.of("", "/edit")) {
      as("ada", get("/providers/" + id + rest))
          .andExpect(status().isOk())
          .andExpect(content().string(not(containsString(SECRET))));
    }
  }

  @Test
  void keepsTheSecretOnlyWhileItGoesWhereItWent() throws Exception {
    as("ada", provider("Moving", servers.server().tokenEndpoint().toString()));
    Provider moving = tenants.tenant("acme").providers().find(id("Moving")).orElseThrow();
    MockHttpServletRequestBuilder moved =
        post("/providers/" + moving.id() + "/edit")
            .param("version", String.valueOf(moving.version()))
            .param("name", "Moving")
            .param("client-id", "x")
            .param("token-endpoint", "https://login.example.com/token")
            .param("origins", "*")
            .param("default-lifetime", "300");
    as("ada", moved)
        .andExpect(status().isUnprocessableContent())
        .andExpect(content().string(containsString("must be entered again")));
  }

  @Test
  void showsAServersWordsAsText() throws Exception {
    HttpServer server =
        refusing(
            "{\"error\":\"invalid_client\",\"error_description\":"
                + "\"<script>alert('owned')</script>\"}");
    try {
      String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/token";
      as("ada", provider("<script>alert('me')</script>", url));
      ProviderId id = id("<script>alert('me')</script>");
      MockHttpSession session = new MockHttpSession();
      as("ada", post("/providers/" + id + "/obtain").session(session))
          .andExpect(redirectedUrl("/providers/" + id));
      as("ada", get("/providers/" + id).session(session))
          .andExpect(content().string(containsString("&lt;script&gt;alert(&#39;owned&#39;)")));
      for (String path : List.of("/providers", "/operations", "/providers/" + id)) {
        as("ada", get(path).session(session))
            .andExpect(content().string(not(containsString("<script>alert"))))
            .andExpect(content().string(containsString("&lt;script&gt;alert(&#39;me&#39;)")));
      }
    } finally {
      server.stop(0);
    }
  }

  @Test
  void refusesADeletionAndSaysWhoUsesTheProvider() throws Exception {
    as("ada", post("/providers/" + id("Warehouse") + "/delete").param("answered", "yes"))
        .andExpect(redirectedUrl("/providers"))
        .andExpect(
            result ->
                assertThat(result.getFlashMap().get("outcome"))
                    .isInstanceOfSatisfying(
                        Outcome.class,
                        told ->
                            assertThat(told.links())
                                .containsExactly(
                                    new Outcome.Link(
                                        "/notifications/stock-changed", "Stock changed"))));
    assertThat(id("Warehouse")).isNotNull();
  }

  @Test
  void refusesACalloutUrlThatIsNotPublic() throws Exception {
    as("ada", notification("http://169.254.169.254/latest"))
        .andExpect(status().isUnprocessableContent())
        .andExpect(content().string(containsString("Callout URL must")));
  }

  @Test
  void neverUnbindsADetachedNotificationByTheWay() throws Exception {
    CalloutAuth acme = tenants.tenant("acme");
    Provider doomed =
        acme.providers()
            .create(
                ProviderSettings.clientCredentials()
                    .name("Doomed")
                    .clientId("x")
                    .clientSecret(SECRET)
                    .tokenEndpoint(servers.server().tokenEndpoint().toString())
                    .anyOrigin()
                    .build());
    notifications.store("acme", new Notification("torn", "Torn", URL, "POST"));
    acme.notifications().bind("torn", doomed.id());
    acme.providers().deleteAndDetach(doomed.id());
    as("ada", get("/notifications/torn/edit"))
        .andExpect(content().string(containsString("value=\"\" selected")))
        .andExpect(content().string(not(containsString("value=\"none\" selected"))));
    as("ada", renamed("torn", 0).param("provider", ""))
        .andExpect(status().isUnprocessableContent());
    assertThat(acme.notifications().find("torn")).isPresent();
    as("ada", renamed("torn", 0).param("provider", "none"))
        .andExpect(redirectedUrl("/notifications/torn"))
        .andExpect(
            result ->
                assertThat(String.valueOf(result.getFlashMap().get("outcome")))
                    .contains("From now on its callouts carry no token."));
    assertThat(acme.notifications().find("torn")).isEmpty();
  }

  @Test
  void neverUndoesWhatAnotherTabDid() throws Exception {
    notifications.store("acme", new Notification("tabs", "Tabs", URL, "POST"));
    as("ada", renamed("tabs", 0).param("provider", id("CRM").value()))
        .andExpect(redirectedUrl("/notifications/tabs"));
    as("ada", renamed("tabs", 0).param("provider", "none"))
        .andExpect(status().isUnprocessableContent())
        .andExpect(content().string(containsString("Somebody else changed this notification")))
        .andExpect(content().string(containsString("href=\"/notifications/tabs/edit\"")));
    assertThat(tenants.tenant("acme").notifications().find("tabs")).isPresent();
  }

  private static MockHttpServletRequestBuilder renamed(String notification, long version) {
    return change("/notifications/" + notification + "/edit")
        .param("url", URL)
        .param("version", String.valueOf(version));
  }

  private ResultActions as(String name, MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(request.with(user(users.loadUserByUsername(name))).with(csrf()));
  }

  private static MockHttpServletRequestBuilder provider(String name, String tokenEndpoint) {
    return post("/providers")
        .param("name", name)
        .param("client-id", "x")
        .param("client-secret", SECRET)
        .param("token-endpoint", tokenEndpoint)
        .param("origins", "*")
        .param("default-lifetime", "300");
  }

  private static MockHttpServletRequestBuilder notification(String url) {
    return change("/notifications").param("url", url);
  }

  private static MockHttpServletRequestBuilder change(String path) {
    return post(path).param("name", "A").param("method", "POST");
  }

  private static HttpServer refusing(String answer) throws IOException {
    byte[] body = answer.getBytes(StandardCharsets.UTF_8);
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getResponseHeaders().set("Content-Type", "application/json");
          exchange.sendResponseHeaders(400, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return server;
  }

  private ProviderId id(String name) {
    return tenants.tenant("acme").providers().findByName(name).orElseThrow().id();
  }
}
