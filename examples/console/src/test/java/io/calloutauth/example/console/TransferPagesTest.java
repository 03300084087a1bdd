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

import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.provider.ProviderSettings;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** Export and import, seen on pages. */
@SpringBootTest(
    properties = {"console.demo=true", "spring.datasource.url=jdbc:h2:mem:pages;DB_CLOSE_DELAY=-1"})
@AutoConfigureMockMvc
class TransferPagesTest {

  private static final String PAGE = "/providers/transfer";

  @Autowired private MockMvc mvc;
  @Autowired private UserDetailsService users;
  @Autowired private CalloutAuthTenants tenants;

  private ResultActions as(String name, MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(request.with(user(users.loadUserByUsername(name))).with(csrf()));
  }

  private String export() {
    return """
    {"format":1,"kind":"callout-auth-export"}
    {"provider":{"name":"Brought along","client_id":"c","client_secret":"hush hush",\
    "token_endpoint":"https://login.example.com/oauth2/token","origins":["*"]}}
    {"end":true,"providers":1,"bindings":0}
    """;
  }

  @Test
  void anExportIsAFileWithoutSecrets() throws Exception {
    CalloutAuth acme = tenants.tenant("acme");
    acme.providers()
        .create(
            ProviderSettings.clientCredentials()
                .name("To be exported")
                .tokenEndpoint("https://login.example.com/oauth2/token")
                .clientId("c")
                .clientSecret("hush hush")
                .anyOrigin()
                .build());

    as("ada", get(PAGE)).andExpect(content().string(containsString("Lines of an export")));
    as("ada", get(PAGE + "/export"))
        .andExpect(content().string(containsString("\"name\":\"To be exported\"")))
        .andExpect(content().string(containsString("\"client_secret\":{\"set\":true}")))
        .andExpect(content().string(not(containsString("hush hush"))));
  }

  @Test
  void anImportIsShownBeforeItIsDone() throws Exception {
    as("ada", post(PAGE + "/plan").param("lines", export()))
        .andExpect(content().string(containsString("Line 2, Brought along: new")))
        .andExpect(content().string(not(containsString("hush hush"))));
    assertThat(tenants.tenant("acme").providers().findByName("Brought along")).isEmpty();

    as("ada", post(PAGE).param("lines", export()))
        .andExpect(content().string(containsString("The import is done")));
    assertThat(tenants.tenant("acme").providers().findByName("Brought along")).isPresent();

    as("ada", post(PAGE + "/plan").param("lines", "no export"))
        .andExpect(content().string(containsString("is no JSON object")));
  }

  /** It binds notifications: who may not do that may not import. */
  @Test
  void wantsBothRoles() throws Exception {
    as("ben", post(PAGE).param("lines", export())).andExpect(status().isForbidden());
    as("pia", post(PAGE).param("lines", export())).andExpect(status().isForbidden());
    as("pia", get(PAGE)).andExpect(content().string(not(containsString("Lines of an export"))));
  }
}
