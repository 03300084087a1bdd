package io.calloutauth.example.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.example.console.demo.DemoServers;
import io.calloutauth.example.console.notifications.Notification;
import io.calloutauth.example.console.notifications.NotificationTable;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import java.net.URI;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** What happened to a provider and a notification, as the library keeps it. */
@SpringBootTest(
    properties = {"console.demo=true", "spring.datasource.url=jdbc:h2:mem:pages;DB_CLOSE_DELAY=-1"})
@AutoConfigureMockMvc
class HistoryPagesTest {

  private static final int TRIES = 3_000;
  private static final Pattern OLDER = Pattern.compile("\\?after=([^\"]+)\"");

  @Autowired private MockMvc mvc;
  @Autowired private UserDetailsService users;
  @Autowired private CalloutAuthTenants tenants;
  @Autowired private DemoServers servers;
  @Autowired private NotificationTable notifications;

  private ResultActions as(String name, MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(request.with(user(users.loadUserByUsername(name))).with(csrf()));
  }

  private String html(String path) throws Exception {
    return as("pia", get(URI.create(path)))
        .andExpect(status().isOk())
        .andReturn()
        .getResponse()
        .getContentAsString();
  }

  /** Returns a page once it says something: what is no change is written some seconds later. */
  private String await(String path, String text) throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    String html = html(path);
    for (int tries = 0; tries < TRIES && !html.contains(text); tries++) {
      assertThat(never.await(10, TimeUnit.MILLISECONDS)).isFalse();
      html = html(path);
    }
    return html;
  }

  private Provider provider(String name) {
    return acme("ada")
        .providers()
        .create(
            ProviderSettings.clientCredentials()
                .name(name)
                .clientId(servers.billing().id())
                .clientSecret("hush hush")
                .tokenEndpoint(servers.server().tokenEndpoint().toString())
                .anyOrigin()
                .build());
  }

  private CalloutAuth acme(String actor) {
    return tenants.tenant("acme").as(actor);
  }

  private static String history(Provider provider) {
    return "/providers/" + provider.id() + "/history";
  }

  @Test
  void tellsOfChangesWithWhoMadeThemAndWhatTheyChanged() throws Exception {
    Provider changed = provider("Changed once");
    ProviderSettings edit =
        changed.toSettings().toBuilder()
            .scope("orders.read")
            .requests(r -> r.userAgent("us"))
            .build();
    acme("ben <b>").providers().update(changed.id(), changed.version(), edit);

    as("pia", get("/providers/" + changed.id()))
        .andExpect(content().string(containsString("href=\"" + history(changed) + "\"")));
    assertThat(html(history(changed)))
        .contains("What happened to Changed once")
        .contains("Provider changed")
        .contains("scope, user agent")
        .contains("ben &lt;b&gt;")
        .contains("Provider created")
        .doesNotContain("hush hush");
  }

  @Test
  void tellsWhyACalloutWasNotSentHowOftenAndUnderWhichId() throws Exception {
    Provider wrong = provider("Refused at night");
    notifications.store(
        "acme", new Notification("nightly", "Nightly", "https://example.com/x", "POST"));
    acme("ada").notifications().bind("nightly", wrong.id());
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(
              () ->
                  acme("ada")
                      .callouts()
                      .authenticate("nightly", "POST", URI.create("https://example.com/x")))
          .isInstanceOf(CalloutAuthException.class);
    }

    as("pia", get("/notifications/nightly"))
        .andExpect(content().string(containsString("href=\"/notifications/nightly/history\"")));
    assertThat(await("/notifications/nightly/history", "<span>3</span>"))
        .contains("What happened to Nightly")
        .contains("Callout not sent")
        .contains("<span class=\"verdict\">Failed</span>")
        .contains("The server does not accept the client")
        .contains("(invalid_client), HTTP 401")
        .contains("<span>3</span>")
        .containsPattern("<code>[0-9a-zA-Z-]{6,}</code>")
        .contains("href=\"/providers/" + wrong.id() + "\"")
        .doesNotContain("INVALID_CLIENT");
    assertThat(await(history(wrong), "No token"))
        .contains("href=\"/notifications/nightly\"")
        .contains("Callout not sent");
  }

  @Test
  void goesOnPageByPage() throws Exception {
    Provider busy = provider("Busy");
    for (int i = 0; i < 12; i++) {
      acme("ada").providers().disable(busy.id());
      acme("ada").providers().enable(busy.id());
    }

    String first = html(history(busy));
    assertThat(first).contains("Older").doesNotContain("Latest<").doesNotContain("created");
    Matcher older = OLDER.matcher(first);
    assertThat(older.find()).isTrue();
    assertThat(html(history(busy) + "?after=" + older.group(1)))
        .contains("Provider created")
        .contains(">Latest</a>")
        .doesNotContain("Older");
    as("pia", get(history(busy)).param("after", "nowhere")).andExpect(status().isNotFound());
  }

  @Test
  void tellsOfWhatIsGone() throws Exception {
    Provider doomed = provider("Doomed by force");
    acme("ada").notifications().bind("nobodys", doomed.id());
    acme("ada").providers().deleteAndDetach(doomed.id());

    assertThat(html(history(doomed)))
        .contains("What happened to Doomed by force")
        .contains("It is gone.")
        .contains("Provider deleted")
        .doesNotContain("href=\"/providers/" + doomed.id() + "\"");
    assertThat(html("/notifications/nobodys/history"))
        .contains("Taken from a notification")
        .contains("Doomed by force")
        .doesNotContain("href=\"/notifications/nobodys\"");
  }

  @Test
  void tellsThatNothingHappened() throws Exception {
    notifications.store("acme", new Notification("calm", "Calm", "https://example.com/", "GET"));

    assertThat(html("/notifications/calm/history")).contains("Nothing yet").doesNotContain("<td");
  }

  @Test
  void hasNothingOfAnotherTenantNorOfWhatNeverWas() throws Exception {
    Provider ours = provider("Only ours");

    as("zoe", get(history(ours))).andExpect(status().isNotFound());
    as("zoe", get("/notifications/news/history")).andExpect(status().isNotFound());
    as("pia", get("/providers/none/history")).andExpect(status().isNotFound());
    as("pia", get("/notifications/no such id/history")).andExpect(status().isNotFound());
    mvc.perform(get(history(ours))).andExpect(redirectedUrl("/login"));
  }

  @Test
  void listsTheNotificationsWhoseProviderIsGone() throws Exception {
    Provider doomed = provider("Gone soon");
    notifications.store("acme", new Notification("lost", "Lost it", "https://example.com/", "GET"));
    acme("ada").notifications().bind("lost", doomed.id());
    acme("ada").providers().deleteAndDetach(doomed.id());

    as("pia", get("/notifications").param("detached", "true"))
        .andExpect(content().string(containsString("Lost it")))
        .andExpect(content().string(containsString("Its provider was deleted: choose another")))
        .andExpect(content().string(not(containsString("Newsletter sent"))))
        .andExpect(content().string(containsString("/notifications?detached=true")));
    as("pia", get("/notifications"))
        .andExpect(content().string(containsString("Lost it")))
        .andExpect(content().string(containsString("Newsletter sent")));
    as("zoe", get("/notifications").param("detached", "true"))
        .andExpect(content().string(containsString("No notification lost its provider")));
    as("ada", post("/notifications/lost/delete").param("answered", "yes"))
        .andExpect(redirectedUrl("/notifications"));
  }
}
