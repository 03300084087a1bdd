package io.calloutauth.example.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.provider.Provider;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** The public keys of a client that signs: shown to its tenant, and served to servers. */
@SpringBootTest(
    properties = {"console.demo=true", "spring.datasource.url=jdbc:h2:mem:pages;DB_CLOSE_DELAY=-1"})
@AutoConfigureMockMvc
class KeyPagesTest {

  @Autowired private MockMvc mvc;
  @Autowired private UserDetailsService users;
  @Autowired private CalloutAuthTenants tenants;

  private ResultActions as(String name, MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(request.with(user(users.loadUserByUsername(name))).with(csrf()));
  }

  private Provider saved(String name, String privateKey) throws Exception {
    as(
            "ada",
            post("/providers")
                .param("name", name)
                .param("client-id", "x")
                .param("client-authentication", "private_key_jwt")
                .param("token-endpoint-auth-signing-alg", "ES256")
                .param("private-key", privateKey)
                .param("issuer", "https://login.example.com")
                .param("token-endpoint", "https://login.example.com/token")
                .param("origins", "*")
                .param("default-lifetime", "300"))
        .andExpect(status().is3xxRedirection());
    return tenants.tenant("acme").providers().findByName(name).orElseThrow();
  }

  @Test
  void showsAndServesTheKeyThatWasMade() throws Exception {
    Provider provider = saved("Signs", "");
    PublicKeySet keys = tenants.tenant("acme").providers().publicKeys(provider.id()).orElseThrow();
    String path = "/keys/acme/" + provider.id() + "/" + keys.id();

    as("ada", get("/providers/" + provider.id()))
        .andExpect(content().string(containsString(keys.keys().get(0).kid())))
        .andExpect(content().string(containsString("-----BEGIN PUBLIC KEY-----")))
        .andExpect(content().string(containsString(path)));
    mvc.perform(get(path))
        .andExpect(status().isOk())
        .andExpect(header().string("Content-Type", containsString("application/jwk-set+json")))
        .andExpect(header().string("Cache-Control", "max-age=300, public"))
        .andExpect(content().string(keys.jwks()));
    assertThat(keys.jwks()).doesNotContain("\"d\":");
  }

  @Test
  void servesNothingElse() throws Exception {
    Provider provider = saved("Signs too", "");
    String set = provider.keySet().orElseThrow();

    for (String path :
        new String[] {
          "/keys/acme/" + provider.id() + "/another",
          "/keys/globex/" + provider.id() + "/" + set,
          "/keys/acme/another/" + set
        }) {
      mvc.perform(get(path)).andExpect(status().isNotFound());
    }
  }

  @Test
  void sendsNoPrivateKeyBack() throws Exception {
    String typed = "-----BEGIN PRIVATE KEY-----\nMIGHAgEA\n-----END PRIVATE KEY-----";
    as(
            "ada",
            post("/providers")
                .param("name", "Bad key")
                .param("client-authentication", "private_key_jwt")
                .param("private-key", typed))
        .andExpect(status().isUnprocessableContent())
        .andExpect(content().string(containsString("Private key must be")))
        .andExpect(content().string(not(containsString("MIGHAgEA"))));
  }
}
