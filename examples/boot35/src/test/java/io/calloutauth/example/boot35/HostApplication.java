package io.calloutauth.example.boot35;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.store.Store;
import java.security.Principal;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.security.oauth2.server.servlet.OAuth2AuthorizationServerAutoConfiguration;
import org.springframework.boot.autoconfigure.security.oauth2.server.servlet.OAuth2AuthorizationServerJwtAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The host: its users log in at the authorization server, and its callouts carry tokens. */
@SpringBootConfiguration
@EnableAutoConfiguration(
    exclude = {
      DataSourceAutoConfiguration.class,
      OAuth2AuthorizationServerAutoConfiguration.class,
      OAuth2AuthorizationServerJwtAutoConfiguration.class
    })
@RestController
class HostApplication {

  private static final String CLIENT = "spring.security.oauth2.client.";

  /** Starts it on a port. */
  static ConfigurableApplicationContext start(int port, String issuer) {
    return new SpringApplicationBuilder(HostApplication.class)
        .web(WebApplicationType.SERVLET)
        .run(
            "--server.port=" + port,
            "--server.address=127.0.0.1",
            "--callout-auth.endpoints.allow-loopback-http=true",
            "--server.servlet.session.cookie.name=HOSTSESSION",
            "--" + CLIENT + "registration.server.client-id=host",
            "--" + CLIENT + "registration.server.client-secret=login-secret",
            "--" + CLIENT + "registration.server.scope=openid",
            "--" + CLIENT + "registration.server.redirect-uri={baseUrl}/login/oauth2/code/server",
            "--" + CLIENT + "registration.server.authorization-grant-type=authorization_code",
            "--" + CLIENT + "provider.server.issuer-uri=" + issuer);
  }

  /** All that the auto-configuration wants of this host. */
  @Bean
  Store store() {
    return MemoryStore.create();
  }

  @GetMapping("/me")
  String me(Principal user) {
    return "logged in: " + user.getName();
  }
}
