package io.calloutauth.example.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.example.console.demo.DemoServers;
import io.calloutauth.example.console.notifications.Notification;
import io.calloutauth.example.console.notifications.NotificationTable;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.MvcResult;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** How a page shows what came of an action. */
@SpringBootTest(
    properties = {"console.demo=true", "spring.datasource.url=jdbc:h2:mem:pages;DB_CLOSE_DELAY=-1"})
@AutoConfigureMockMvc
class OutcomesTest {

  private static final String FAILED = "step-mark\">Failed<";

  @Autowired private MockMvc mvc;
  @Autowired private UserDetailsService users;
  @Autowired private CalloutAuthTenants tenants;
  @Autowired private DemoServers servers;
  @Autowired private NotificationTable notifications;

  /** What went well holds notes. */
  @Test
  void aStepFailedOnlyWhereWhatWasAskedForFailed() throws Exception {
    Provider revoked = provider("Shares its client", servers.billing().secret());
    provider("Shares the same", servers.billing().secret());
    String page = "/providers/" + revoked.id();
    acme().tokens().obtain(revoked.id());

    assertThat(shown(page, page + "/revoke"))
        .contains("class=\"verdict\">Done<", "step-mark\">Note<", "uses the same client")
        .doesNotContain(FAILED, "class=\"failed\"");
    String wrong = "/providers/" + provider("Does not pass", "wrong").id();
    assertThat(shown(wrong, wrong + "/test"))
        .contains("class=\"verdict\">Attention<", FAILED)
        .doesNotContain("Done", "Note<");
  }

  @Test
  void twentyOfTheNotificationsThatKeepAProviderAreListedInOrderAndTheOthersCounted()
      throws Exception {
    Provider used = provider("Used a lot", "wrong");
    for (int n = 201; n > 0; n--) {
      String id = "used-%03d".formatted(n);
      notifications.store(
          "acme", new Notification(id, "Use " + n, "https://receiver.example.com/x", "POST"));
      acme().notifications().bind(id, used.id());
    }

    String shown = shown("/providers", "/providers/" + used.id() + "/delete");

    assertThat(shown).contains("it is used by 201 notifications", "and 181 more.");
    for (int n = 1; n <= 20; n++) {
      assertThat(shown).contains("/notifications/used-%03d\"".formatted(n), ">Use " + n + "<");
    }
    assertThat(shown).doesNotContain("used-021");
  }

  /** Takes an action, and returns how the page after it shows what came of it. */
  private String shown(String page, String action) throws Exception {
    MvcResult done = as(post(action).param("answered", "yes"));
    Object told = Objects.requireNonNull(done.getFlashMap().get("outcome"));
    assertThat(done.getResponse().getRedirectedUrl()).isEqualTo(page);
    String html = as(get(page).flashAttr("outcome", told)).getResponse().getContentAsString();
    String outcome = html.substring(html.indexOf("class=\"outcome "));
    return outcome.substring(0, outcome.indexOf("</div>"));
  }

  private MvcResult as(MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(request.with(user(users.loadUserByUsername("ada"))).with(csrf()))
        .andReturn();
  }

  private CalloutAuth acme() {
    return tenants.tenant("acme");
  }

  private Provider provider(String name, String secret) {
    return acme()
        .providers()
        .create(
            ProviderSettings.clientCredentials()
                .name(name)
                .clientId(servers.billing().id())
                .clientSecret(secret)
                .tokenEndpoint(servers.server().tokenEndpoint().toString())
                .revocationEndpoint(servers.server().revocationEndpoint().toString())
                .testEndpoint(servers.receiver().testEndpoint().toString())
                .anyOrigin()
                .build());
  }
}
