package io.calloutauth.example.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.example.console.CertificateFile;
import io.calloutauth.example.console.demo.DemoAccounts;
import io.calloutauth.example.console.demo.DemoServers;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Secrets and keys are rolled, and a certificate is uploaded, by the buttons of the pages. */
@Tag("browser")
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "console.demo=true",
      "spring.datasource.url=jdbc:h2:mem:rollover;DB_CLOSE_DELAY=-1",
      "logging.level.org.openqa=error"
    })
class RolloverStoryTest {

  @LocalServerPort private int port;
  @Autowired private DemoAccounts accounts;
  @Autowired private DemoServers servers;
  @TempDir private Path folder;
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

  private void start(String name) {
    browser.open("/providers/new");
    browser.type("Name", name);
    browser.type("Client id", servers.billing().id());
    browser.type("Issuer", servers.server().issuer().toString());
    browser.type("Access token endpoint", servers.server().tokenEndpoint().toString());
    browser.type("Where its tokens may go", "*");
  }

  private void openAdvanced() {
    browser.script("document.querySelector('details').open = true");
  }

  @Test
  void aClientSecretIsRolled() {
    start("Rolls its secret");
    browser.type("Client secret", servers.billing().secret());
    openAdvanced();
    browser.type("End of the client secret", "2099-12-31");
    browser.press("Save");
    browser.sees("Secret ends");
    browser.obtainToken();
    browser.type("Next client secret", "tomorrow's");
    browser.press("Add next secret");
    browser.sees("The next client secret is stored.");
    browser.isAccessible();
    browser.press("Drop");
    browser.confirm();
    browser.sees("The next client secret is dropped.");
    browser.type("Next client secret", "tomorrow's");
    browser.press("Add next secret");
    browser.sees("The next client secret is stored.");
    browser.press("Promote");
    browser.sees("The server was not seen to take it yet");
    browser.doesNotSee("Secret ends");
    assertThat(browser.source()).doesNotContain("tomorrow's", servers.billing().secret());
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aKeyIsRolled() {
    start("Rolls its key");
    openAdvanced();
    browser.choose("Client authentication", "private_key_jwt");
    browser.press("Save");
    browser.sees("Public keys");
    browser.press("Add next key");
    browser.sees("next: published, and yet to sign");
    browser.isAccessible();
    browser.press("Promote");
    browser.sees("previous: it signs where");
    browser.press("Drop");
    browser.confirm();
    browser.sees("The key is dropped.");
    assertThat(browser.complaints()).isEmpty();
  }

  @Test
  void aCertificateIsUploadedAsAFile() throws Exception {
    start("Shows a certificate");
    browser.type("Access token endpoint", "https://127.0.0.1:9/token");
    openAdvanced();
    browser.choose("Client authentication", "self_signed_tls_client_auth");
    browser.upload("Certificate file", CertificateFile.pkcs12(folder, 10));
    browser.awaitsValue("Client certificate");
    browser.type("Certificate password", CertificateFile.PASSWORD);
    browser.press("Save");
    browser.sees("ends within 30 days");
    browser.sees("CN=billing");
    browser.press("Copy");
    browser.isAccessible();
    assertThat(browser.source()).doesNotContain(CertificateFile.PASSWORD, "PRIVATE KEY");
    assertThat(browser.complaints()).isEmpty();
  }
}
