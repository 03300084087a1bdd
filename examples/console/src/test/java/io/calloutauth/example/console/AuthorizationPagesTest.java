package io.calloutauth.example.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasToString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.TokenState;
import io.calloutauth.example.console.demo.DemoServers;
import io.calloutauth.provider.Provider;
import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;
import org.springframework.test.web.servlet.request.MockMvcRequestBuilders;

/** An authorization through the console's pages and the login form of the demo's server. */
@SpringBootTest(
    properties = {"console.demo=true", "spring.datasource.url=jdbc:h2:mem:pages;DB_CLOSE_DELAY=-1"})
@AutoConfigureMockMvc
class AuthorizationPagesTest {

  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

  @Autowired private MockMvc mvc;
  @Autowired private UserDetailsService users;
  @Autowired private CalloutAuthTenants tenants;

  private final MockHttpSession session = new MockHttpSession();
  private final HttpClient browser =
      HttpClient.newBuilder().cookieHandler(new CookieManager()).build();
  private Provider provider;

  @BeforeEach
  void find() {
    provider = tenants.tenant("acme").providers().findByName("Partner with consent").orElseThrow();
  }

  private ResultActions as(String name, MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(request.with(user(users.loadUserByUsername(name))).with(csrf()));
  }

  private String path() {
    return "/providers/" + provider.id();
  }

  /** Returns where the page sends the browser. */
  private URI begun() throws Exception {
    return URI.create(
        String.valueOf(
            Objects.requireNonNull(
                    as(
                            "ada",
                            post("http://127.0.0.1:8080" + path() + "/authorize").session(session))
                        .andExpect(status().isOk())
                        .andExpect(content().string(containsString("Go on to 127.0.0.1")))
                        .andReturn()
                        .getModelAndView())
                .getModel()
                .get("go")));
  }

  private HttpResponse<String> get(URI uri) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(uri).header("Accept", "text/html");
    return browser.send(request.build(), BodyHandlers.ofString());
  }

  private static URI redirect(URI from, HttpResponse<String> response) {
    assertThat(response.statusCode()).isEqualTo(302);
    return from.resolve(response.headers().firstValue("Location").orElseThrow());
  }

  /** Signs in at the server, and returns where the browser is sent back to. */
  private URI sentBack(URI go) throws IOException, InterruptedException {
    URI login = redirect(go, get(go));
    Matcher csrf = CSRF.matcher(get(login).body());
    assertThat(csrf.find()).isTrue();
    String form =
        "username=%s&password=%s&_csrf=%s"
            .formatted(
                DemoServers.USER,
                DemoServers.PASSWORD,
                URLEncoder.encode(csrf.group(1), StandardCharsets.UTF_8));
    HttpRequest typed =
        HttpRequest.newBuilder(login)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    return redirect(go, get(redirect(go, browser.send(typed, BodyHandlers.ofString()))));
  }

  private static MockHttpServletRequestBuilder page(URI uri) {
    return MockMvcRequestBuilders.get(uri);
  }

  @Test
  void areListedAloneWhereSomebodyHasToGiveOne() throws Exception {
    tenants.tenant("acme").tokens().revoke(provider.id());

    as("ada", page(URI.create("/providers?needing=true")))
        .andExpect(content().string(containsString(">Partner with consent</a>")))
        .andExpect(content().string(containsString("1–1 of 1")));
    as("ada", page(URI.create("/providers?needing=true&search=CRM")))
        .andExpect(content().string(containsString("No such provider needs an authorization")));
  }

  @Test
  void leadToTheServerAndBack() throws Exception {
    as("ada", page(URI.create(path())))
        .andExpect(content().string(containsString(path() + "/authorize")));
    URI back = sentBack(begun());

    as("ada", page(back).session(session))
        .andExpect(redirectedUrl(path()))
        .andExpect(
            flash().attribute("outcome", hasToString(containsString("provider is authorized"))));

    assertThat(tenants.tenant("acme").tokens().status(provider.id()).state())
        .isEqualTo(TokenState.ACTIVE);
    as("ada", page(URI.create(path()))).andExpect(content().string(containsString(" by ada")));
    as("ada", page(back).session(session))
        .andExpect(flash().attribute("outcome", hasToString(containsString("completed already"))));
  }

  @Test
  void completeNothingInAnotherSession() throws Exception {
    URI back = sentBack(begun());

    as("ada", page(back).session(new MockHttpSession()))
        .andExpect(redirectedUrl(path()))
        .andExpect(flash().attribute("outcome", hasToString(containsString("another login"))));
    as("ada", page(back).session(session))
        .andExpect(
            flash().attribute("outcome", hasToString(containsString("provider is authorized"))));
  }

  @Test
  void takeWhateverComesBack() throws Exception {
    for (String query : new String[] {"", "?state=a&code=b", "?error=x%0D%0A&state=a", "?a=%zz"}) {
      as(
              "ada",
              page(URI.create(path() + "/authorized" + query.replace("%zz", "%25zz")))
                  .session(session))
          .andExpect(redirectedUrl(path()))
          .andExpect(flash().attribute("outcome", hasToString(containsString("egin again"))));
    }
  }

  @Test
  void areForWhomMayChangeProviders() throws Exception {
    as("ben", post(path() + "/authorize")).andExpect(status().isForbidden());
    as("ben", page(URI.create(path() + "/authorized?state=a&code=b")))
        .andExpect(status().isForbidden());
  }
}
