package io.calloutauth.example.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.example.console.demo.DemoServers;
import io.calloutauth.example.console.notifications.Notification;
import io.calloutauth.example.console.notifications.NotificationTable;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** What administrators are asked and told. */
@SpringBootTest(
    properties = {"console.demo=true", "spring.datasource.url=jdbc:h2:mem:pages;DB_CLOSE_DELAY=-1"})
@AutoConfigureMockMvc
class AdministrationTest {

  private static final String URL = "https://receiver.example.com/x";
  private static final int TRIES = 1_000;

  @Autowired private MockMvc mvc;
  @Autowired private UserDetailsService users;
  @Autowired private CalloutAuthTenants tenants;
  @Autowired private DemoServers servers;
  @Autowired private NotificationTable notifications;

  @ParameterizedTest
  @ValueSource(strings = {"disable", "revoke", "delete"})
  void asksOnAPageWhereNoScriptAsked(String action) throws Exception {
    Provider asked = provider("acme", "Asked before " + action);
    String path = "/providers/" + asked.id() + "/" + action;
    as("ada", post(path))
        .andExpect(status().isOk())
        .andExpect(content().string(containsString("Asked before " + action + "?")))
        .andExpect(content().string(containsString("action=\"" + path + "\"")))
        .andExpect(content().string(containsString("name=\"answered\" value=\"yes\"")));
    assertThat(tenants.tenant("acme").providers().find(asked.id()))
        .hasValueSatisfying(same -> assertThat(same.disabled()).isFalse());
    as("ada", post(path).param("answered", "yes")).andExpect(status().is3xxRedirection());
  }

  @Test
  void asksOnAPageBeforeANotificationIsDeleted() throws Exception {
    notifications.store("acme", new Notification("doomed", "Doomed", URL, "POST"));
    as("ada", post("/notifications/doomed/delete"))
        .andExpect(content().string(containsString("Delete the notification Doomed?")));
    assertThat(notifications.find("acme", "doomed")).isPresent();
    as("ada", post("/notifications/doomed/delete").param("answered", "yes"))
        .andExpect(redirectedUrl("/notifications"));
    assertThat(notifications.find("acme", "doomed")).isEmpty();
  }

  @Test
  void tellsInPlainWordsWhyAnEventFailed() throws Exception {
    Provider wrong = provider("acme", "Wrong secret");
    String page = "/providers/" + wrong.id();
    as("ada", post(page + "/obtain"));
    assertThat(events(page, "No token"))
        .contains("The server does not accept the client")
        .contains("(invalid_client), HTTP 401")
        .contains("in the log under <code>")
        .doesNotContain("INVALID_CLIENT");
    as("ada", post(page + "/revoke").param("answered", "yes"));
    assertThat(events(page, "Token revoked")).contains("There was none").doesNotContain("NO_TOKEN");
  }

  @Test
  void tellsByWhichIdTheLogHasWhatWasRefused() throws Exception {
    Provider wrong = provider("acme", "Wrong secret again");
    as("ada", post("/providers/" + wrong.id() + "/obtain"))
        .andExpect(
            result ->
                assertThat(result.getFlashMap().get("outcome"))
                    .isInstanceOfSatisfying(
                        Outcome.class, told -> assertThat(told.reference()).isNotEmpty()));
  }

  @Test
  void keepsTheResultOfTheLastTest() throws Exception {
    Provider tested = provider("acme", "Tested");
    String page = "/providers/" + tested.id();
    as("ada", get(page)).andExpect(content().string(not(containsString("Last test"))));
    as("ada", post(page + "/test")).andExpect(redirectedUrl(page));
    as("ada", get(page))
        .andExpect(content().string(containsString("Last test")))
        .andExpect(content().string(containsString("The test did not pass.")))
        .andExpect(content().string(containsString("log has the details under")));
  }

  @Test
  void offersThirtyOfManyProvidersAndFindsTheOthersByName() throws Exception {
    for (int n = 10; n < 50; n++) {
      provider("globex", "Partner number " + n);
    }
    String last = provider("globex", "The very last").id().value();
    as("zoe", get("/notifications/new"))
        .andExpect(content().string(containsString("Partner number 10 (No token yet)")))
        .andExpect(content().string(not(containsString("Partner number 45"))))
        .andExpect(content().string(containsString(" more are not listed")));
    MockHttpServletRequestBuilder search =
        post("/notifications/choices")
            .param("name", "Half typed")
            .param("provider", last)
            .param("provider-search", "NUMBER 45");
    as("zoe", search)
        .andExpect(status().isOk())
        .andExpect(content().string(containsString("Partner number 45")))
        .andExpect(content().string(not(containsString("Partner number 10"))))
        .andExpect(content().string(containsString("Half typed")))
        .andExpect(content().string(containsString("value=\"" + last + "\" selected")));
  }

  @Test
  void tellsHowAStaleEditOfANotificationDiffers() throws Exception {
    notifications.store("acme", new Notification("both", "Both", URL, "POST"));
    as("ada", edit("both", "Theirs", "PUT")).andExpect(redirectedUrl("/notifications/both"));
    as("ada", edit("both", "Ours", "PUT"))
        .andExpect(status().isUnprocessableContent())
        .andExpect(content().string(containsString("It differs from what is stored: Name.")));
  }

  @Test
  void listsRefreshByThemselves() throws Exception {
    for (String list : new String[] {"/providers", "/notifications"}) {
      as("ada", get(list)).andExpect(content().string(containsString("hx-trigger=\"every 10s\"")));
    }
  }

  private static MockHttpServletRequestBuilder edit(String id, String name, String method) {
    return post("/notifications/" + id + "/edit")
        .param("version", "0")
        .param("name", name)
        .param("method", method)
        .param("url", URL)
        .param("provider", "none");
  }

  /** Returns the events of a page, once one of them is called so: they come through a queue. */
  private String events(String page, String name) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    String events = events(page);
    for (int tries = 0; tries < TRIES && !events.contains(name); tries++) {
      never.await(10, TimeUnit.MILLISECONDS);
      events = events(page);
    }
    return events;
  }

  private String events(String page) throws Exception {
    String html = as("ada", get(page)).andReturn().getResponse().getContentAsString();
    return html.substring(html.indexOf("events-title"));
  }

  private ResultActions as(String name, MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(request.with(user(users.loadUserByUsername(name))).with(csrf()));
  }

  private Provider provider(String tenant, String name) {
    return tenants
        .tenant(tenant)
        .providers()
        .create(
            ProviderSettings.clientCredentials()
                .name(name)
                .clientId(servers.billing().id())
                .clientSecret("wrong")
                .tokenEndpoint(servers.server().tokenEndpoint().toString())
                .revocationEndpoint(servers.server().revocationEndpoint().toString())
                .testEndpoint(servers.receiver().testEndpoint().toString())
                .anyOrigin()
                .build());
  }
}
