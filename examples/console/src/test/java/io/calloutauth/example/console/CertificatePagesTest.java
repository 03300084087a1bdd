package io.calloutauth.example.console;

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
import io.calloutauth.provider.Provider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** The certificate that a client shows in TLS: typed, shown with its end, and downloaded. */
@SpringBootTest(
    properties = {
      "console.demo=true",
      "spring.datasource.url=jdbc:h2:mem:certificates;DB_CLOSE_DELAY=-1"
    })
@AutoConfigureMockMvc
class CertificatePagesTest {

  @Autowired private MockMvc mvc;
  @Autowired private UserDetailsService users;
  @Autowired private CalloutAuthTenants tenants;
  @TempDir private Path folder;

  private ResultActions as(String name, MockHttpServletRequestBuilder request) throws Exception {
    return mvc.perform(request.with(user(users.loadUserByUsername(name))).with(csrf()));
  }

  private String pkcs12(int days) throws Exception {
    Files.deleteIfExists(folder.resolve("client.p12"));
    return Base64.getEncoder()
        .encodeToString(Files.readAllBytes(CertificateFile.pkcs12(folder, days)));
  }

  private ResultActions save(String name, String certificate, String password) throws Exception {
    return as(
        "ada",
        post("/providers")
            .param("name", name)
            .param("client-id", "x")
            .param("client-authentication", "self_signed_tls_client_auth")
            .param("client-certificate", certificate)
            .param("client-certificate-password", password)
            .param("token-endpoint", "https://login.example.com/token")
            .param("origins", "*")
            .param("default-lifetime", "300"));
  }

  private Provider found(String name) {
    return tenants.tenant("acme").providers().findByName(name).orElseThrow();
  }

  @Test
  void aPkcs12FileIsTypedShownAndDownloaded() throws Exception {
    save("Shows", pkcs12(10), CertificateFile.PASSWORD).andExpect(status().is3xxRedirection());
    String path = "/providers/" + found("Shows").id();

    as("ada", get(path))
        .andExpect(content().string(containsString("CN=billing")))
        .andExpect(content().string(containsString("ends within 30 days")))
        .andExpect(content().string(not(containsString(CertificateFile.PASSWORD))))
        .andExpect(content().string(not(containsString("PRIVATE KEY"))));
    as("ada", get(path + "/certificate.pem"))
        .andExpect(status().isOk())
        .andExpect(header().string("Content-Disposition", containsString("certificate.pem")))
        .andExpect(content().string(found("Shows").clientCertificate().orElseThrow().chainPem()));
    as("zoe", get(path + "/certificate.pem")).andExpect(status().isNotFound());
  }

  @Test
  void thoseThatEndSoonAreListedAlone() throws Exception {
    save("Ends soon", pkcs12(20), CertificateFile.PASSWORD).andExpect(status().is3xxRedirection());
    save("Ends late", pkcs12(90), CertificateFile.PASSWORD).andExpect(status().is3xxRedirection());

    as("ada", get("/providers").param("search", "ends "))
        .andExpect(content().string(containsString("Ends soon</a>")))
        .andExpect(content().string(containsString("Ends late</a>")));
    as("ada", get("/providers").param("search", "ends ").param("ending", "true"))
        .andExpect(content().string(containsString("Ends soon</a>")))
        .andExpect(content().string(not(containsString("Ends late</a>"))));
    as("ada", get("/providers").param("search", "late").param("ending", "true"))
        .andExpect(content().string(containsString("Nothing ends soon")));
  }

  @Test
  void thoseThatNoNotificationUsesAreListedAlone() throws Exception {
    for (String name : List.of("Idle soon", "Idle late", "Busy soon")) {
      save(name, pkcs12(name.endsWith("soon") ? 20 : 90), CertificateFile.PASSWORD);
    }
    tenants.tenant("acme").notifications().bind("busy", found("Busy soon").id());

    as("ada", get("/providers").param("unused", "true"))
        .andExpect(content().string(containsString("Idle soon</a>")))
        .andExpect(content().string(containsString("Idle late</a>")))
        .andExpect(content().string(not(containsString("Busy soon</a>"))));
    as("ada", get("/providers").param("unused", "true").param("ending", "true"))
        .andExpect(content().string(containsString("Idle soon</a>")))
        .andExpect(content().string(not(containsString("Idle late</a>"))))
        .andExpect(content().string(not(containsString("Busy soon</a>"))));
    as("ada", get("/providers").param("search", "busy").param("unused", "true"))
        .andExpect(content().string(containsString("No such provider is unused")));
  }

  @Test
  void neitherFileNorPasswordComeBackFromABadForm() throws Exception {
    String file = pkcs12(100);

    save("Wrong password", file, "wrong password")
        .andExpect(status().isUnprocessableContent())
        .andExpect(content().string(containsString("Client certificate ")))
        .andExpect(content().string(not(containsString(file))))
        .andExpect(content().string(not(containsString("wrong password"))));
  }

  @Test
  void theEndOfASecretIsShownAndRefusedWhereItIsNone() throws Exception {
    MockHttpServletRequestBuilder form =
        post("/providers")
            .param("name", "Ends")
            .param("client-id", "x")
            .param("client-secret", "s3cret")
            .param("token-endpoint", "https://login.example.com/token")
            .param("introspection-endpoint", "https://login.example.com/introspect")
            .param("origins", "*")
            .param("default-lifetime", "300");
    as("ada", form.param("client-secret-expires-at", "2099-12-31"))
        .andExpect(status().is3xxRedirection());

    as("ada", get("/providers/" + found("Ends").id()))
        .andExpect(content().string(containsString("Secret ends")))
        .andExpect(content().string(containsString("2099-12-31 00:00 UTC")))
        .andExpect(content().string(containsString("https://login.example.com/introspect")))
        .andExpect(content().string(containsString("Test token")));
    as(
            "ada",
            post("/providers")
                .param("name", "Ends sometime")
                .param("client-secret-expires-at", "sometime"))
        .andExpect(status().isUnprocessableContent())
        .andExpect(content().string(containsString("must be a date such as 2027-01-31")));
  }
}
