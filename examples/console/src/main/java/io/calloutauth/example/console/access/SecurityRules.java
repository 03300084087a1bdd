package io.calloutauth.example.console.access;

import static org.springframework.security.authorization.AuthorityAuthorizationManager.hasAuthority;
import static org.springframework.security.authorization.AuthorizationManagers.allOf;
import static org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy.SAME_ORIGIN;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpMethod;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.AuthorizeHttpRequestsConfigurer;
import org.springframework.security.config.annotation.web.configurers.HeadersConfigurer;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.SavedRequestAwareAuthenticationSuccessHandler;
import org.springframework.security.web.savedrequest.HttpSessionRequestCache;

/** Who may do what, and what browsers are told to refuse. */
@Configuration(proxyBeanMethods = false)
class SecurityRules {

  /** Nothing but this application's own files and answers; no inline script or style. */
  private static final String CONTENT =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
          + " form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

  private static final String[] FOR_EVERYBODY = {
    "/login", "/console.css", "/console.js", "/icon.svg", "/webjars/**", "/error", "/keys/**"
  };

  @Bean
  SecurityFilterChain pages(HttpSecurity http) {
    SignedOut signedOut = new SignedOut();
    return http.authorizeHttpRequests(SecurityRules::permissions)
        .formLogin(login -> login.loginPage("/login").successHandler(backToThePage()))
        .logout(logout -> logout.logoutSuccessUrl("/login?out"))
        .exceptionHandling(
            broken -> broken.authenticationEntryPoint(signedOut).accessDeniedHandler(signedOut))
        .requestCache(cache -> cache.requestCache(pagesOnly()))
        .headers(SecurityRules::headers)
        .build();
  }

  /** Whoever signs in goes on where they were: never at another host, whatever Host said. */
  private static SavedRequestAwareAuthenticationSuccessHandler backToThePage() {
    SavedRequestAwareAuthenticationSuccessHandler handler =
        new SavedRequestAwareAuthenticationSuccessHandler();
    handler.setDefaultTargetUrl("/providers");
    handler.setRedirectStrategy(new PathRedirects());
    return handler;
  }

  /** What a script fetches for a part of a page is no place to go back to. */
  private static HttpSessionRequestCache pagesOnly() {
    HttpSessionRequestCache cache = new HttpSessionRequestCache();
    cache.setRequestMatcher(
        request -> request.getMethod().equals("GET") && !SignedOut.isForAPart(request));
    return cache;
  }

  private static void permissions(
      AuthorizeHttpRequestsConfigurer<HttpSecurity>.AuthorizationManagerRequestMatcherRegistry
          requests) {
    requests
        .requestMatchers(FOR_EVERYBODY)
        .permitAll()
        .requestMatchers("/providers/new/**", "/providers/*/edit", "/providers/*/authorized")
        .hasAuthority(Role.PROVIDERS.name())
        .requestMatchers(HttpMethod.POST, "/providers/transfer/**") // it binds notifications too
        .access(allOf(hasAuthority(Role.PROVIDERS.name()), hasAuthority(Role.NOTIFICATIONS.name())))
        .requestMatchers(HttpMethod.POST, "/providers/**", "/demo/**")
        .hasAuthority(Role.PROVIDERS.name())
        .requestMatchers("/notifications/new", "/notifications/*/edit")
        .hasAuthority(Role.NOTIFICATIONS.name())
        .requestMatchers(HttpMethod.POST, "/notifications/**")
        .hasAuthority(Role.NOTIFICATIONS.name())
        .requestMatchers(HttpMethod.POST, "/logout")
        .authenticated()
        .requestMatchers(HttpMethod.GET, "/**")
        .authenticated()
        .anyRequest()
        .denyAll();
  }

  private static void headers(HeadersConfigurer<HttpSecurity> headers) {
    headers
        .contentSecurityPolicy(content -> content.policyDirectives(CONTENT))
        .referrerPolicy(referrer -> referrer.policy(SAME_ORIGIN))
        .permissionsPolicyHeader(
            permissions -> permissions.policy("camera=(), geolocation=(), microphone=()"));
  }
}
