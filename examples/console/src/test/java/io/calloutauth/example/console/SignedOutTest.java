package io.calloutauth.example.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestBuilders.formLogin;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.response.SecurityMockMvcResultMatchers.authenticated;
import static org.springframework.security.test.web.servlet.response.SecurityMockMvcResultMatchers.unauthenticated;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Primary;
import org.springframework.mock.web.MockHttpSession;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.RequestBuilder;

/** Logins end, and whoever was signed in is told so truly and comes back to where they were. */
@SpringBootTest(
    args = "--demo=false",
    properties = {
      "spring.datasource.url=jdbc:h2:mem:signedout;DB_CLOSE_DELAY=-1",
      "console.sealing-keys={\"keys\":[{\"kty\":\"oct\",\"kid\":\"own\",\"k\":\""
          + "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY\"}]}",
      "console.users[0].name=olga",
      "console.users[0].password={noop}right",
      "console.users[0].tenant=initech",
      "console.users[0].roles=providers"
    })
@AutoConfigureMockMvc
class SignedOutTest {

  private static final AtomicReference<Instant> NOW =
      new AtomicReference<>(Instant.parse("2026-11-23T12:00:00Z"));

  @Autowired private MockMvc mvc;

  @Test
  void aScriptIsToldByAStatusAndNeverGetsTheSignInPage() throws Exception {
    mvc.perform(get("/providers").header("HX-Request", "true").accept("text/html"))
        .andExpect(status().isUnauthorized())
        .andExpect(content().string(""));
    mvc.perform(post("/providers/check").header("HX-Request", "true"))
        .andExpect(status().isUnauthorized());
    mvc.perform(get("/session").header("HX-Request", "true")).andExpect(status().isUnauthorized());
  }

  @Test
  void aFormIsToldOfTheLoginThatEndedAndNotOfARole() throws Exception {
    mvc.perform(post("/providers/x/edit")).andExpect(redirectedUrl("/login?ended"));
    mvc.perform(get("/login?ended"))
        .andExpect(content().string(containsString("You were no longer signed in")));
  }

  @Test
  void theWayLeadsBackToThePageAndToNoOtherHost() throws Exception {
    MockHttpSession session = new MockHttpSession();
    mvc.perform(get("/providers?search=a").header("Host", "evil.example").session(session))
        .andExpect(redirectedUrl("/login"));
    mvc.perform(get("/operations").header("HX-Request", "true").session(session));
    mvc.perform(
            post("/login")
                .with(csrf())
                .param("username", "olga")
                .param("password", "right")
                .session(session))
        .andExpect(redirectedUrl("/providers?search=a&continue"));
  }

  @Test
  void pollingDoesNotRenewTheLogin() throws Exception {
    MockHttpSession session = signIn();
    pass(Duration.ofMinutes(20));
    mvc.perform(get("/operations").session(session)).andExpect(status().isOk());
    pass(Duration.ofMinutes(20));
    mvc.perform(polled(session)).andExpect(status().isOk());
    pass(Duration.ofMinutes(20));
    mvc.perform(polled(session)).andExpect(status().isUnauthorized());
    assertThat(session.isInvalid()).isTrue();
  }

  @Test
  void passwordsAreNotGuessedAtAnyRate() throws Exception {
    for (int guess = 0; guess < 5; guess++) {
      mvc.perform(formLogin().user("olga").password("wrong")).andExpect(unauthenticated());
    }
    mvc.perform(formLogin().user("olga").password("right")).andExpect(unauthenticated());
    pass(Duration.ofMinutes(2));
    mvc.perform(formLogin().user("olga").password("right")).andExpect(authenticated());
  }

  private static RequestBuilder polled(MockHttpSession session) {
    return get("/operations")
        .header("HX-Request", "true")
        .header("X-Polled", "true")
        .session(session);
  }

  private MockHttpSession signIn() throws Exception {
    Object session =
        mvc.perform(formLogin().user("olga").password("right"))
            .andExpect(authenticated())
            .andReturn()
            .getRequest()
            .getSession(false);
    return (MockHttpSession) Objects.requireNonNull(session);
  }

  private static void pass(Duration time) {
    NOW.updateAndGet(now -> now.plus(time));
  }

  /** Time passes when a test says so. */
  @TestConfiguration
  static class Time {
    @Bean
    @Primary
    InstantSource testClock() {
      return NOW::get;
    }
  }
}
