package io.calloutauth.example.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.example.console.demo.DemoAccounts;
import io.calloutauth.example.console.demo.DemoServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The form is filled in from the issuer while what is typed stays where it is. */
@Tag("browser")
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "console.demo=true",
      "spring.datasource.url=jdbc:h2:mem:discovery;DB_CLOSE_DELAY=-1",
      "logging.level.org.openqa=error"
    })
class DiscoveryStoryTest {

  @LocalServerPort private int port;

  @Autowired private DemoAccounts accounts;
  @Autowired private DemoServers servers;

  private Browser browser;

  @BeforeEach
  void open() {
    browser = new Browser("http://127.0.0.1:" + port);
    browser.signIn("ada", accounts.password("ada"));
    browser.open("/providers/new");
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void fillsInTheEndpointsAndKeepsTheSecret() {
    browser.type("Name", "Found by its issuer");
    browser.type("Client id", servers.billing().id());
    browser.type("Client secret", servers.billing().secret());
    browser.type("Issuer", servers.server().issuer() + "/");
    browser.press("Fill in from issuer");
    browser.sees("The server calls itself " + servers.server().issuer());
    browser.isAccessible();

    browser.type("Issuer", servers.server().issuer().toString());
    browser.press("Fill in from issuer");
    browser.sees("metadata fills in: issuer, token endpoint");
    assertThat(browser.value("Access token endpoint"))
        .isEqualTo(servers.server().tokenEndpoint().toString());
    assertThat(browser.value("Revoke endpoint"))
        .isEqualTo(servers.server().revocationEndpoint().toString());
    assertThat(browser.value("Client secret")).isEqualTo(servers.billing().secret());
    browser.isAccessible();
    browser.fits();

    browser.type("Where its tokens may go", servers.receiver().address().toString());
    browser.press("Save");
    browser.sees("Saved.");
    browser.obtainToken();
  }
}
