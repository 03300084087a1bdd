package io.calloutauth.example.boot35;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.jdbc.DataSourceAutoConfiguration;
import org.springframework.boot.autoconfigure.security.oauth2.client.servlet.OAuth2ClientWebSecurityAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.context.WebServerApplicationContext;

/** The authorization server: it logs the host's users in, and issues tokens for callouts. */
@SpringBootConfiguration
@EnableAutoConfiguration(
    exclude = {DataSourceAutoConfiguration.class, OAuth2ClientWebSecurityAutoConfiguration.class})
class LoginServerApplication {

  private static final String CLIENT = "spring.security.oauth2.authorizationserver.client.";

  /** Starts one that sends users back to a host on a port. */
  static WebServerApplicationContext start(int hostPort) {
    String login = CLIENT + "login.";
    String callouts = CLIENT + "callouts.";
    return (WebServerApplicationContext)
        new SpringApplicationBuilder(LoginServerApplication.class)
            .web(WebApplicationType.SERVLET)
            .run(
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--server.servlet.session.cookie.name=SERVERSESSION",
                "--spring.security.user.name=alice",
                "--spring.security.user.password=wonder",
                "--" + login + "registration.client-id=host",
                "--" + login + "registration.client-secret={noop}login-secret",
                "--" + login + "registration.client-authentication-methods=client_secret_basic",
                "--" + login + "registration.authorization-grant-types=authorization_code",
                "--"
                    + login
                    + "registration.redirect-uris=http://127.0.0.1:"
                    + hostPort
                    + "/login/oauth2/code/server",
                "--" + login + "registration.scopes=openid",
                "--" + callouts + "registration.client-id=billing",
                "--" + callouts + "registration.client-secret={noop}callout-secret",
                "--" + callouts + "registration.client-authentication-methods=client_secret_basic",
                "--" + callouts + "registration.authorization-grant-types=client_credentials",
                "--" + callouts + "registration.scopes=orders.write");
  }
}
