package io.calloutauth.example.console.browser;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.example.console.demo.DemoAccounts;
import io.calloutauth.provider.ProviderId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Every page, light and dark, wide and narrow: it fits, axe is content, and a picture is taken. */
@Tag("browser")
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "console.demo=true",
      "spring.datasource.url=jdbc:h2:mem:screenshots;DB_CLOSE_DELAY=-1",
      "logging.level.org.openqa=error"
    })
class ScreenshotsTest {

  @LocalServerPort private int port;
  @Autowired private DemoAccounts accounts;
  @Autowired private CalloutAuthTenants tenants;

  @Test
  void everyPageFitsAndIsAccessible() {
    ProviderId crm = id("CRM");
    ProviderId warehouse = id("Warehouse");
    tenants.tenant("acme").tokens().obtain(crm);
    try {
      tenants.tenant("acme").tokens().obtain(warehouse);
    } catch (CalloutAuthException expected) {
      assertThat(expected).hasMessageContaining("invalid_client");
    }
    try (Browser browser = new Browser("http://127.0.0.1:" + port)) {
      browser.open("/login");
      look(browser, "login");
      browser.signIn("ada", accounts.password("ada"));
      browser.open("/notifications/invoice-posted");
      browser.press("Send a test callout");
      browser.sees("The receiver took it");
      look(browser, "notification");
      browser.open("/providers/new");
      browser.press("Save");
      browser.sees("need corrections");
      look(browser, "provider-form-errors");
      browser.open("/providers/" + crm);
      browser.press("Test token");
      browser.sees("The token passed its test");
      look(browser, "provider-tested");
      browser.open("/providers/new/templates/okta");
      browser.press("Fill in the form");
      browser.sees("Something needs a correction.");
      look(browser, "template-errors");
      browser.type("Domain", "dev-123456.okta.com");
      browser.type("Scope", "okta.users.read");
      browser.press("Fill in the form");
      browser.sees("From a template: Okta");
      look(browser, "template-form");
      pages(crm, warehouse)
          .forEach(
              (name, path) -> {
                browser.open(path);
                look(browser, name);
              });
      assertThat(browser.complaints()).isEmpty();
    }
  }

  private static Map<String, String> pages(ProviderId crm, ProviderId warehouse) {
    Map<String, String> pages = new LinkedHashMap<>();
    pages.put("providers", "/providers");
    pages.put("providers-none", "/providers?search=nothing");
    pages.put("provider", "/providers/" + crm);
    pages.put("provider-failing", "/providers/" + warehouse);
    pages.put("provider-history", "/providers/" + warehouse + "/history");
    pages.put("templates", "/providers/new/templates");
    pages.put("provider-form", "/providers/" + crm + "/edit");
    pages.put("notifications", "/notifications");
    pages.put("notifications-detached", "/notifications?detached=true");
    pages.put("notification-history", "/notifications/invoice-posted/history");
    pages.put("notification-form", "/notifications/invoice-posted/edit");
    pages.put("operations", "/operations");
    pages.put("demo", "/demo");
    pages.put("missing", "/providers/none");
    return pages;
  }

  private static void look(Browser browser, String name) {
    for (String colours : new String[] {"light", "dark"}) {
      browser.colours(colours);
      browser.size(1440, 900);
      browser.fits();
      browser.isAccessible();
      browser.screenshot(name + "-" + colours);
      browser.size(360, 740);
      browser.fits();
      browser.screenshot(name + "-" + colours + "-narrow");
    }
    browser.size(1440, 900);
    browser.colours("light");
  }

  private ProviderId id(String name) {
    return tenants.tenant("acme").providers().findByName(name).orElseThrow().id();
  }
}
