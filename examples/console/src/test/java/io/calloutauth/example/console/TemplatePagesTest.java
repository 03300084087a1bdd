package io.calloutauth.example.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderTemplate;
import java.util.LinkedHashMap;
import java.util.Map;
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
import org.springframework.web.util.HtmlUtils;

/** A new provider from a template, from the list of templates to what is stored. */
@SpringBootTest(
    properties = {"console.demo=true", "spring.datasource.url=jdbc:h2:mem:pages;DB_CLOSE_DELAY=-1"})
@AutoConfigureMockMvc
class TemplatePagesTest {

  private static final String TEMPLATES = "/providers/new/templates";
  private static final Pattern INPUT =
      Pattern.compile("<input[^>]*\\bname=\"([^\"]+)\"[^>]*>", Pattern.DOTALL);
  private static final Pattern AREA =
      Pattern.compile("<textarea[^>]*\\bname=\"([^\"]+)\"[^>]*>([^<]*)<", Pattern.DOTALL);
  private static final Pattern CHOICE =
      Pattern.compile("<select[^>]*\\bname=\"([^\"]+)\".*?</select>", Pattern.DOTALL);
  private static final Pattern VALUE = Pattern.compile("\\bvalue=\"([^\"]*)\"");
  private static final Pattern CHOSEN =
      Pattern.compile("<option[^>]*value=\"([^\"]*)\"[^>]*selected");

  @Autowired private MockMvc mvc;
  @Autowired private UserDetailsService users;
  @Autowired private CalloutAuthTenants tenants;

  private ResultActions as(String name, MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(request.with(user(users.loadUserByUsername(name))).with(csrf()));
  }

  /** Returns what a browser would send of the form that a page has. */
  private static Map<String, String> typed(String html) {
    Map<String, String> typed = new LinkedHashMap<>();
    INPUT
        .matcher(html)
        .results()
        .filter(input -> !input.group().contains("checkbox") || input.group().contains("checked"))
        .forEach(input -> typed.put(input.group(1), first(VALUE, input.group())));
    AREA.matcher(html)
        .results()
        .forEach(area -> typed.put(area.group(1), HtmlUtils.htmlUnescape(area.group(2))));
    CHOICE
        .matcher(html)
        .results()
        .forEach(choice -> typed.put(choice.group(1), first(CHOSEN, choice.group())));
    typed.remove("_csrf");
    return typed;
  }

  private static String first(Pattern pattern, String html) {
    Matcher found = pattern.matcher(html);
    return found.find() ? HtmlUtils.htmlUnescape(found.group(1)) : "";
  }

  private Map<String, String> filled(String id, Map<String, String> places) throws Exception {
    MockHttpServletRequestBuilder request = post(TEMPLATES + "/" + id);
    places.forEach((name, value) -> request.param("place-" + name, value));
    return typed(
        as("ada", request)
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsString());
  }

  private static MockHttpServletRequestBuilder sent(String path, Map<String, String> typed) {
    MockHttpServletRequestBuilder request = post(path);
    typed.forEach(request::param);
    return request;
  }

  @Test
  void listsWhatEachTemplateNeeds() throws Exception {
    String html =
        as("ada", get(TEMPLATES))
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsString();

    for (ProviderTemplate template : ProviderTemplate.all()) {
      assertThat(html)
          .contains("href=\"" + TEMPLATES + "/" + template.id() + "\"")
          .contains(template.documentation().getHost());
    }
    assertThat(html).contains(">the Okta domain, such as dev-123456.okta.com<");
    as("ada", get("/providers"))
        .andExpect(content().string(containsString("href=\"" + TEMPLATES + "\"")));
    as("ada", get("/providers/new"))
        .andExpect(content().string(containsString("href=\"" + TEMPLATES + "\"")));
  }

  @Test
  void fillsTheFormFromWhichTheProviderIsMade() throws Exception {
    Map<String, String> typed =
        filled(
            "entra-id",
            Map.of("tenant", "t-1", "resource", "api://orders", "origin", "https://api.test"));
    assertThat(typed)
        .containsEntry("token-endpoint", "https://login.microsoftonline.com/t-1/oauth2/v2.0/token")
        .containsEntry("scope", "api://orders/.default")
        .containsEntry("origins", "https://api.test")
        .containsEntry("client-authentication", "client_secret_post")
        .containsEntry("name", "");
    typed.put("name", "Entra");
    typed.put("client-id", "c-1");
    typed.put("client-secret", "hush hush");

    as("ada", sent("/providers", typed)).andExpect(status().is3xxRedirection());

    Provider made = tenants.tenant("acme").providers().findByName("Entra").orElseThrow();
    assertThat(made.scope()).hasToString("api://orders/.default");
  }

  /** A parameter's value is on no page: the place that it came from is. */
  @Test
  void keepsWhatATemplatePutsIntoSealedParameters() throws Exception {
    Map<String, String> typed = filled("zoom", Map.of("account_id", "acc-1"));
    assertThat(typed)
        .containsEntry("parameters", "account_id=")
        .containsEntry("grant-type", "account_credentials")
        .containsEntry("template", "zoom")
        .containsEntry("place-account_id", "acc-1");
    as("ada", sent("/providers", typed))
        .andExpect(status().isUnprocessableContent())
        .andExpect(content().string(containsString("Client id is missing")))
        .andExpect(content().string(containsString("name=\"template\" value=\"zoom\"")))
        .andExpect(content().string(containsString("name=\"place-account_id\" value=\"acc-1\"")));
    typed.put("name", "Zoom");
    typed.put("client-id", "c-1");
    typed.put("client-secret", "hush hush");

    as("ada", sent("/providers", typed)).andExpect(status().is3xxRedirection());

    Provider made = tenants.tenant("acme").providers().findByName("Zoom").orElseThrow();
    assertThat(made.requests().parameterNames()).containsExactly("account_id");
  }

  @Test
  void tellsAtThePlaceWhatIsWrongWithIt() throws Exception {
    as(
            "ada",
            post(TEMPLATES + "/okta")
                .param("place-domain", "https://dev-1.okta.com")
                .param("place-scope", " "))
        .andExpect(status().isUnprocessableContent())
        .andExpect(content().string(containsString("Domain is not as it must be: enter the Okta")))
        .andExpect(content().string(containsString("value=\"https://dev-1.okta.com\"")))
        .andExpect(content().string(containsString("Scope is missing: enter the scopes")))
        .andExpect(content().string(not(containsString("name=\"token-endpoint\""))));
  }

  @Test
  void isForThoseWhoEditProviders() throws Exception {
    as("ben", get(TEMPLATES)).andExpect(status().isForbidden());
    as("ben", get(TEMPLATES + "/okta")).andExpect(status().isForbidden());
    as("ben", post(TEMPLATES + "/okta")).andExpect(status().isForbidden());
    as("ada", get(TEMPLATES + "/none")).andExpect(status().isNotFound());
    as("ben", get("/providers"))
        .andExpect(content().string(not(containsString("New from a template"))));
  }
}
