package io.calloutauth.example.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.example.console.demo.DemoAccounts;
import io.calloutauth.example.console.demo.DemoServers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openqa.selenium.Keys;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Administrators click through the whole story, on the demo's real servers. */
@Tag("browser")
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "console.demo=true",
      "spring.datasource.url=jdbc:h2:mem:story;DB_CLOSE_DELAY=-1",
      "logging.level.org.openqa=error"
    })
class StoryTest {

  @LocalServerPort private int port;
  @Autowired private DemoAccounts accounts;
  @Autowired private DemoServers servers;
  private Browser browser;

  @BeforeEach
  void open() {
    browser = new Browser("http://127.0.0.1:" + port);
    signIn("ada");
  }

  @AfterEach
  void close() {
    if (browser != null) {
      browser.close();
    }
  }

  @Test
  void aProviderLivesFromTheFirstTokenToItsDeletion() {
    addProvider("Billing", servers.server().tokenEndpoint().toString(), secret());
    browser.sees("No token yet");
    browser.press("Obtain token");
    browser.sees("A token was obtained.");
    browser.sees("expires in");
    browser.press("Test token");
    browser.sees("The test endpoint accepts the token");
    addNotification("Payment due", "Billing (");
    send("The receiver took it.");
    browser.sees("the one that was held");
    servers.server().revokeAllTokens();
    send("The receiver took it.");
    browser.sees("renewed on the way");
    delete("Billing");
    browser.sees("Billing is not deleted: it is used by 1 notification");
    browser.follow("Payment due");
    browser.follow("Edit");
    browser.choose("Callout authentication", "None");
    browser.press("Save");
    browser.sees("Saved.");
    delete("Billing");
    browser.sees("Billing is deleted.");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aTokenIsRefreshedAndRevoked() {
    addProvider("To revoke", servers.server().tokenEndpoint().toString(), secret());
    browser.press("Refresh token");
    browser.sees("The token was refreshed.");
    browser.press("Refresh token");
    browser.sees("That was asked for too often.");
    browser.press("Revoke token");
    browser.confirm();
    browser.sees("The server took it back");
    browser.sees("Revoked");
    browser.press("Disable");
    browser.confirm();
    browser.sees("Callouts that need it are not sent.");
    browser.press("Enable");
    browser.sees("The provider is enabled.");
  }

  @Test
  void whatIsWrongWithAProviderIsTold() {
    addProvider("Wrong secret", servers.server().tokenEndpoint().toString(), "wrong");
    browser.press("Obtain token");
    browser.sees("The server does not accept the client");
    browser.sees("Failing");
    addProvider("Nobody there", "http://127.0.0.1:1/token", secret());
    browser.press("Obtain token");
    browser.sees("The server cannot be reached");
    browser.open("/operations");
    browser.sees("Nobody there");
    browser.sees("The server cannot be reached");
  }

  @Test
  void aFormIsTriedCorrectedAndKeepsWhatWasTyped() {
    browser.open("/providers/new");
    browser.type("Name", "Careful");
    browser.type("Client secret", secret());
    browser.type("Access token endpoint", "http://192.0.2.7/token");
    browser.type("Where its tokens may go", "*");
    browser.press("Try it");
    browser.sees("Nothing was sent: the form needs corrections first.");
    assertThat(browser.value("Client secret")).isEqualTo(secret());
    browser.press("Save");
    browser.sees("2 fields need corrections.");
    browser.sees("Client id is missing.");
    assertThat(browser.value("Name")).isEqualTo("Careful");
    assertThat(browser.value("Client secret")).isEmpty();
    browser.type("Client id", servers.billing().id());
    browser.type("Client secret", secret());
    browser.type("Access token endpoint", servers.server().tokenEndpoint().toString());
    browser.press("Try it");
    browser.sees("It works. Nothing has been stored yet.");
    browser.press("Save");
    browser.sees("Saved.");
    browser.follow("Edit");
    browser.type("Access token endpoint", "http://127.0.0.1:1/token");
    browser.press("Save");
    browser.sees(
        "Client secret must be entered again because it could be used elsewhere now: new token"
            + " endpoint.");
  }

  @Test
  void aProviderIsMadeFromATemplateAndItsStoryIsRead() {
    browser.open("/providers");
    browser.follow("New from a template");
    browser.follow("Zoom, server to server");
    browser.press("Fill in the form");
    browser.sees("Account id is missing");
    browser.type("Account id", "acc-1");
    browser.press("Fill in the form");
    browser.sees("From a template: Zoom, server to server");
    assertThat(browser.value("Access token endpoint")).isEqualTo("https://zoom.us/oauth/token");
    browser.type("Name", "Meetings");
    browser.type("Client id", "c-1");
    browser.type("Client secret", "hush hush");
    browser.press("Save");
    browser.sees("Saved.");
    browser.follow("What happened");
    browser.sees("What happened to Meetings");
    browser.sees("Provider created");
    browser.sees("ada");
    browser.doesNotSee("Older");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void markupIsShownAsText() {
    String name = "<script>document.title='owned'</script>";
    addProvider(name, servers.server().tokenEndpoint().toString(), secret());
    browser.sees(name);
    addNotification("<img src=x onerror=document.title='owned'>", name + " (");
    browser.sees("<img src=x onerror=document.title='owned'>");
    browser.open("/operations");
    browser.sees(name);
    assertThat(browser.script("return document.title")).isEqualTo("Operations · Callout Auth");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void tenantsSeeNothingOfEachOther() {
    browser.sees("Warehouse");
    signIn("zoe");
    browser.sees("Partner gateway");
    browser.doesNotSee("Warehouse");
    browser.open("/notifications");
    browser.sees("Contract signed");
    browser.doesNotSee("Invoice posted");
    browser.open("/notifications/invoice-posted");
    browser.sees("This notification is not there (any more).");
    browser.open("/operations");
    browser.sees("Partner gateway");
    browser.doesNotSee("CRM");
  }

  @Test
  void rolesHaveTheirButtons() {
    signIn("ben");
    browser.follow("CRM");
    browser.sees("Settings");
    assertThat(browser.source()).doesNotContain("Obtain token");
    browser.open("/notifications/invoice-posted");
    browser.sees("Send a test callout");
    signIn("pia");
    browser.open("/notifications/invoice-posted");
    browser.sees("None since this console was started.");
    browser.doesNotSee("Send a test callout");
  }

  @Test
  void theListIsSearchedAndDeletedFromByKeyboard() {
    addProvider("Zebra", servers.server().tokenEndpoint().toString(), secret());
    browser.open("/providers");
    browser.type("Search by name", "zeb");
    browser.sees("1–1 of 1");
    browser.doesNotSee("Warehouse");
    browser.script("document.querySelector('#found td.act button').focus()");
    browser.keys(Keys.ENTER);
    browser.keys(Keys.ESCAPE);
    browser.sees("Zebra");
    browser.script("document.querySelector('#found td.act button').focus()");
    browser.keys(Keys.ENTER);
    browser.keys(Keys.TAB, Keys.ENTER);
    browser.sees("Zebra is deleted.");
  }

  @Test
  void theSecretAndTheTokenAreOnNoPage() {
    addProvider("Secretive", servers.server().tokenEndpoint().toString(), secret());
    browser.press("Obtain token");
    browser.sees("A token was obtained.");
    assertThat(browser.source()).doesNotContain(secret()).doesNotContain("eyJ");
    browser.follow("Edit");
    browser.sees("Leave empty to keep the stored one.");
    assertThat(browser.source()).doesNotContain(secret()).doesNotContain("eyJ");
  }

  private void signIn(String name) {
    browser.signIn(name, accounts.password(name));
  }

  private String secret() {
    return servers.billing().secret();
  }

  private void addProvider(String name, String tokenEndpoint, String secret) {
    browser.open("/providers/new");
    browser.type("Name", name);
    browser.type("Client id", servers.billing().id());
    browser.type("Client secret", secret);
    browser.type("Access token endpoint", tokenEndpoint);
    browser.type("Revoke endpoint", servers.server().revocationEndpoint().toString());
    browser.type("Test endpoint", servers.receiver().testEndpoint().toString());
    browser.type("Where its tokens may go", servers.receiver().address().toString());
    browser.type("Scope", "orders.read, orders.write");
    browser.press("Save");
    browser.sees("Saved.");
  }

  private void addNotification(String name, String authentication) {
    String url = servers.receiver().calloutsEndpoint() + "/payments";
    browser.addNotification(name, url, authentication);
  }

  private void send(String outcome) {
    browser.press("Send a test callout");
    browser.sees(outcome);
  }

  private void delete(String provider) {
    browser.open("/providers");
    browser.press("Del " + provider);
    browser.confirm();
  }
}
