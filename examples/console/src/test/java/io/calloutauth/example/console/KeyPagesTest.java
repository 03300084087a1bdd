package io.calloutauth.example.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasToString;
import static org.hamcrest.Matchers.not;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import io.calloutauth.CalloutAuthTenants;
import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.keys.PublishedKey;
import io.calloutauth.provider.Provider;
import java.util.List;
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

  private ResultActions step(Provider provider, String step, String... parameters)
      throws Exception {
    MockHttpServletRequestBuilder request =
        post("/providers/" + provider.id() + "/" + step)
            .param("answered", "yes")
            .param("version", String.valueOf(found(provider).version()));
    for (int i = 0; i < parameters.length; i += 2) {
      request.param(parameters[i], parameters[i + 1]);
    }
    return as("ada", request).andExpect(status().is3xxRedirection());
  }

  private Provider found(Provider provider) {
    return tenants.tenant("acme").providers().find(provider.id()).orElseThrow();
  }

  private List<PublishedKey> keys(Provider provider) {
    return tenants.tenant("acme").providers().publicKeys(provider.id()).orElseThrow().keys();
  }

  @Test
  void rollsTheKey() throws Exception {
    Provider provider = saved("Rolls its key", "");
    String old = keys(provider).get(0).kid();
    as("ada", get("/providers/" + provider.id()))
        .andExpect(content().string(containsString("Add next key")));

    step(provider, "add-key", "next-key", "");
    String next = keys(provider).get(1).kid();
    as("ada", get("/providers/" + provider.id()))
        .andExpect(content().string(containsString("next: published, and yet to sign")))
        .andExpect(content().string(not(containsString("Add next key"))));
    step(provider, "promote-key", "kid", next);
    as("ada", get("/providers/" + provider.id()))
        .andExpect(content().string(containsString("previous: it signs where")));
    as(
            "ada",
            post("/providers/" + provider.id() + "/drop-key")
                .param("version", String.valueOf(found(provider).version()))
                .param("kid", old))
        .andExpect(content().string(containsString("Drop the key " + old + "?")));
    assertThat(keys(provider)).hasSize(2);
    step(provider, "drop-key", "kid", old);

    assertThat(keys(provider)).extracting(PublishedKey::kid).containsExactly(next);
    step(provider, "drop-key", "kid", old)
        .andExpect(flash().attribute("outcome", hasToString(containsString("nothing to drop"))));
  }

  @Test
  void rollsTheSecretAndShowsItNever() throws Exception {
    Provider provider = withSecret();
    String secret = "tomorrow's secret";

    step(provider, "add-secret", "next-secret", secret);
    as("ada", get("/providers/" + provider.id()))
        .andExpect(content().string(containsString("Stored sealed beside the client secret")))
        .andExpect(content().string(not(containsString(secret))));
    step(provider, "drop-secret");
    assertThat(found(provider).nextSecretSetAt()).isEmpty();
    step(provider, "add-secret", "next-secret", secret);
    step(provider, "promote-secret");

    assertThat(found(provider).nextSecretSetAt()).isEmpty();
    as("ada", get("/providers/" + provider.id()))
        .andExpect(content().string(containsString("Add next secret")));
  }

  private Provider withSecret() throws Exception {
    as(
            "ada",
            post("/providers")
                .param("name", "Rolls its secret")
                .param("client-id", "x")
                .param("client-secret", "today's secret")
                .param("token-endpoint", "https://login.example.com/token")
                .param("origins", "*")
                .param("default-lifetime", "300"))
        .andExpect(status().is3xxRedirection());
    return tenants.tenant("acme").providers().findByName("Rolls its secret").orElseThrow();
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
