package io.calloutauth.example.servers;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jose.jwk.source.ImmutableJWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.oauth2.server.authorization.settings.AuthorizationServerSettings;
import org.springframework.security.oauth2.server.authorization.token.JwtEncodingContext;
import org.springframework.security.oauth2.server.authorization.token.OAuth2TokenCustomizer;
import org.springframework.security.web.SecurityFilterChain;

/** The parts of an {@link AuthorizationServer}, as Spring wants them. */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class AuthorizationServerBeans {

  @Bean
  TomcatServletWebServerFactory webServer(ObjectProvider<ServerTls> tls) {
    var tomcat = new TomcatServletWebServerFactory(0);
    tomcat.setAddress(Loopback.address());
    tls.ifAvailable(secure -> tomcat.addAdditionalConnectors(secure.connector()));
    // Tomcat runs its filters, where all endpoints are, only on the way to some servlet.
    tomcat.getSettings().setRegisterDefaultServlet(true);
    return tomcat;
  }

  @Bean
  SecurityFilterChain endpoints(HttpSecurity http) {
    return http.oauth2AuthorizationServer(
            server -> server.pushedAuthorizationRequestEndpoint(Customizer.withDefaults()))
        .authorizeHttpRequests(requests -> requests.anyRequest().authenticated())
        .formLogin(Customizer.withDefaults())
        .build();
  }

  @Bean
  IssuedTokens tokens() {
    return new IssuedTokens();
  }

  @Bean
  AuthorizationServerSettings settings() {
    return AuthorizationServerSettings.builder().build();
  }

  @Bean
  JWKSource<SecurityContext> keys() throws JOSEException {
    RSAKey key = new RSAKeyGenerator(2048).keyIDFromThumbprint(true).generate();
    return new ImmutableJWKSet<>(new JWKSet(key));
  }

  @Bean
  OAuth2TokenCustomizer<JwtEncodingContext> claims(
      Audience audience, WebServerApplicationContext context) {
    // Spring would take the issuer from the request: another one when a client says "localhost".
    return token ->
        token
            .getClaims()
            .issuer(AuthorizationServer.address(context).toString())
            .audience(List.of(audience.value()));
  }
}
