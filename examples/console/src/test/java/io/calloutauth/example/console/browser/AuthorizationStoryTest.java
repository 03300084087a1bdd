package io.calloutauth.example.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.example.console.demo.DemoAccounts;
import io.calloutauth.example.console.demo.DemoServers;
import io.calloutauth.example.servers.DemoClient;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A provider is authorized at the server's own login page, and anew when the server ends that. */
@Tag("browser")
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "console.demo=true",
      "spring.datasource.url=jdbc:h2:mem:authorization;DB_CLOSE_DELAY=-1",
      "logging.level.org.openqa=error"
    })
class AuthorizationStoryTest {

  private static final String NAME = "Partner's books";
  private static final String NEEDED = "press Authorize, and agree at the server.";

  private final DemoClient.Builder client = DemoClient.builder("books").scopes("orders.write");

  @LocalServerPort private int port;
  @Autowired private DemoAccounts accounts;
  @Autowired private DemoServers servers;
  private Browser browser;

  @BeforeEach
  void open() {
    browser = new Browser("http://127.0.0.1:" + port);
    browser.signIn("ada", accounts.password("ada"));
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void aProviderIsAuthorizedAndAnewOnceTheServerEndsIt() {
    String path = addProvider();
    isNeeded();
    browser.sees("Callouts that need this provider are not sent");
    browser.press("Obtain token");
    browser.sees("has no authorization");
    servers
        .server()
        .register(client.redirectUri(URI.create(browser.shown("Redirect URI"))).build());
    authorize();
    browser.logInAt(servers.server().issuer(), DemoServers.USER, DemoServers.PASSWORD);
    isAuthorized(path);
    browser.addNotification("Book kept", servers.receiver().calloutsEndpoint() + "/books", NAME);
    takesCallouts(1);

    browser.open("/demo");
    browser.press("Revoke all tokens at the server");
    browser.sees("revoked all its tokens");
    browser.open("/notifications");
    browser.follow("Book kept");
    browser.press("Send a test callout");
    browser.sees("The receiver refused the token, and no other was to be had");
    fits();
    browser.open(path);
    browser.sees("The authorization is over");
    isNeeded();
    browser.sees("Callouts carry the token at hand until it expires");
    browser.doesNotSee("Next attempt by itself");
    browser.open("/operations");
    browser.sees(NAME);
    fits();

    browser.open(path);
    authorize();
    isAuthorized(path);
    takesCallouts(2);
    assertThat(browser.complaints())
        .filteredOn(line -> !line.contains(servers.server().issuer().toString()))
        .isEmpty();
  }

  private String addProvider() {
    DemoClient books = client.build();
    servers.server().register(books);
    browser.open("/providers/new");
    browser.type("Name", NAME);
    browser.choose("Grant type", "authorization_code");
    browser.type("Client id", books.id());
    browser.type("Client secret", books.secret());
    browser.type("Issuer", servers.server().issuer().toString());
    browser.press("Fill in from issuer");
    browser.sees("metadata fills in: issuer, token endpoint");
    browser.type("Where its tokens may go", servers.receiver().address().toString());
    browser.type("Scope", "orders.write");
    fits();
    browser.press("Save");
    browser.sees("Saved.");
    return browser.path();
  }

  private void authorize() {
    browser.press("Authorize");
    browser.sees("Sign in at the authorization server");
    fits();
    browser.follow("Go on to 127.0.0.1");
  }

  private void isNeeded() {
    browser.sees("Authorization needed");
    browser.sees(NEEDED);
    fits();
  }

  private void isAuthorized(String path) {
    browser.sees("The provider is authorized.");
    browser.isAt(path);
    browser.sees("Active");
    assertThat(browser.shown("Authorized")).matches("\\d.* by ada");
    browser.doesNotSee(NEEDED);
    assertThat(browser.source()).doesNotContain("code=", "eyJ");
    fits();
  }

  /** The token names who logged in at the server: no client credentials could have brought it. */
  private void takesCallouts(int count) {
    browser.open("/notifications");
    browser.follow("Book kept");
    browser.press("Send a test callout");
    browser.sees("The receiver took it.");
    assertThat(servers.receiver().deliveries())
        .filteredOn(taken -> taken.path().endsWith("/books"))
        .hasSize(count)
        .allSatisfy(taken -> assertThat(taken.clientId()).isEqualTo(DemoServers.USER));
  }

  /** A desk's screen, a tablet's and a telephone's. */
  private void fits() {
    browser.isAccessible();
    for (int width : new int[] {360, 768, 1440}) {
      browser.size(width, 900);
      browser.fits();
    }
  }
}
