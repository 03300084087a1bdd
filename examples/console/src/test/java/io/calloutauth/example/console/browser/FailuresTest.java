package io.calloutauth.example.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.Providers;
import io.calloutauth.example.console.demo.DemoAccounts;
import io.calloutauth.example.console.demo.DemoServers;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Bean;

/** What a reader sees when a request fails: the page as it was, and a banner that says so. */
@Tag("browser")
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "console.demo=true",
      "spring.datasource.url=jdbc:h2:mem:failures;DB_CLOSE_DELAY=-1",
      "logging.level.org.openqa=error"
    })
class FailuresTest {

  private static final AtomicInteger GATEWAY = new AtomicInteger();

  @LocalServerPort private int port;

  @Autowired private DemoAccounts accounts;
  @Autowired private DemoServers servers;
  @Autowired private CalloutAuthTenants tenants;

  private Browser browser;

  @BeforeEach
  void open() {
    GATEWAY.set(0);
    browser = new Browser("http://127.0.0.1:" + port);
    browser.signIn("ada", accounts.password("ada"));
  }

  @AfterEach
  void close() {
    GATEWAY.set(0);
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void aGatewaysErrorLeavesThePageAndIsToldAndPollingGoesOn() {
    browser.follow("CRM");
    browser.obtainToken();
    GATEWAY.set(502);
    browser.press("Obtain token");
    browser.isWarned("HTTP 502");
    browser.sees("Settings");
    browser.doesNotSee("A token was obtained.");
    GATEWAY.set(503);
    browser.isWarned("HTTP 503");
    browser.sees("Scope asked for");
    GATEWAY.set(0);
    browser.isNoLongerWarned();
    browser.sees("Active");
  }

  @Test
  void aPageThatIsNoneOfOursIsNotSwappedIn() {
    browser.open("/operations");
    GATEWAY.set(200);
    browser.isWarned("The console answered with an error");
    browser.sees("What fails");
    GATEWAY.set(0);
    browser.isNoLongerWarned();
  }

  @Test
  void whoeverIsOfflineIsToldAndNoOldOutcomeStays() {
    browser.follow("CRM");
    browser.obtainToken();
    browser.offline(true);
    browser.press("Obtain token");
    browser.isWarned("cannot be reached");
    browser.doesNotSee("A token was obtained.");
    browser.offline(false);
    browser.isNoLongerWarned();
  }

  @Test
  void aProviderThatIsGoneLeavesThePage() {
    Providers providers = tenants.tenant("acme").providers();
    browser.follow("Legacy partner");
    browser.press("Enable");
    browser.sees("The provider is enabled.");
    providers.delete(providers.findByName("Legacy partner").orElseThrow().id());
    browser.isWarned("somebody deleted it");
    browser.sees("Settings");
  }

  @Test
  void anEndedLoginLeadsToTheSignInPageAndBack() {
    browser.open("/operations");
    browser.forgetsCookies();
    browser.isAt("/login");
    browser.type("Name", "ada");
    browser.type("Password", accounts.password("ada"));
    browser.press("Sign in");
    browser.isAt("/operations");
    browser.sees("What fails");
  }

  @Test
  void anEndedLoginKeepsWhatWasTyped() {
    browser.open("/providers/new");
    browser.type("Name", "Half typed");
    browser.type("Client id", servers.billing().id());
    browser.type("Client secret", servers.billing().secret());
    browser.type("Access token endpoint", servers.server().tokenEndpoint().toString());
    browser.type("Where its tokens may go", "*");
    browser.forgetsCookies();
    browser.press("Save");
    browser.isWarned("what you typed is still here");
    browser.press("Try it");
    browser.isWarned("what you typed is still here");
    assertThat(browser.value("Name")).isEqualTo("Half typed");
    browser.signInElsewhere("ada", accounts.password("ada"));
    browser.press("Save");
    browser.sees("Saved.");
    browser.sees("Half typed");
  }

  @Test
  void theFocusGoesToWhatIsTold() {
    browser.follow("CRM");
    browser.obtainToken();
    browser.isFocusedOn("A token was obtained.");
    browser.open("/providers/new");
    browser.press("Save");
    browser.isFocusedOn("Nothing was saved.");
    browser.follow("Client id is missing.");
    assertThat(browser.script("return document.activeElement.id")).isEqualTo("client-id");
  }

  @Test
  void everyButtonIsInReachAt768Pixels() {
    browser.size(768, 900);
    for (String path : new String[] {"/providers", "/notifications", "/operations"}) {
      browser.open(path);
      browser.fits();
      assertThat(
              browser.script(
                  "return [...document.querySelectorAll('main button, main a')].filter(e => {"
                      + "const card = e.closest('.card')?.getBoundingClientRect();"
                      + "return card && e.getBoundingClientRect().right > card.right})"
                      + ".map(e => e.innerText).join()"))
          .isEqualTo("");
    }
  }

  /** Answers what a page fetches by itself as a gateway does when the console is not there. */
  @TestConfiguration
  static class Gateway {
    @Bean
    Filter gateway() {
      return (request, response, chain) -> {
        boolean fetched = ((HttpServletRequest) request).getHeader("HX-Request") != null;
        if (GATEWAY.get() == 0 || !fetched) {
          chain.doFilter(request, response);
          return;
        }
        ((HttpServletResponse) response).setStatus(GATEWAY.get());
        response.setContentType("text/html");
        response.getWriter().write("<html><body><h1>A gateway</h1></body></html>");
      };
    }
  }
}
