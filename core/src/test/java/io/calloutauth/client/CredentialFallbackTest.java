package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.client.ClientAuthenticator.Credential;
import io.calloutauth.endpoint.TestEndpoints;
import io.calloutauth.oauth.BodyFormat;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.redact.Redactor;
import io.calloutauth.testkit.TypedKeys;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which credential is tried, in which order, and when the other one is. */
class CredentialFallbackTest {

  private static final Instant SET_AT = Instant.parse("2026-07-01T12:00:00Z");
  private static final String NEXT = SecretName.next(SET_AT);
  private static final String CURRENT = SecretName.CLIENT_SECRET;
  private static final HttpResult TOKEN = response(200, Clients.TOKEN_JSON);
  private static final HttpResult NONE =
      HttpResult.none(
          new HttpResult.RequestFailure(
              HttpFailure.TIMED_OUT, InFlightRequest.HttpStage.RESOLVE, "connecting"));
  private static final HttpResult REFUSAL = error(401, "invalid_client");

  private final AtomicLong nanos = new AtomicLong();
  private final CredentialFallback fallback = new CredentialFallback(nanos::get);
  private final List<String> tried = new ArrayList<>();
  private final List<Duration> given = new ArrayList<>();
  private final Deque<HttpResult> responses = new ArrayDeque<>();
  private Duration taking = Duration.ZERO;

  private static HttpResult response(int status, String body) {
    Map<String, List<String>> headers = Map.of("content-type", List.of("application/json"));
    return HttpResult.of(status, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  private static HttpResult error(int status, String code) {
    return response(status, "{\"error\":\"" + code + "\"}");
  }

  private static RegisteredClient rolled(ClientAuthentication method) {
    return Clients.of(
        "acme",
        Clients.registration(TestEndpoints.of(URI.create("https://idp.example.com/token")))
            .clientAuthentication(method)
            .requests(forIssuer(Map.of()))
            .nextSecret(SET_AT)
            .build(),
        Map.of(CURRENT, "one".repeat(11), SecretName.NEXT_CLIENT_SECRET, "two".repeat(11)));
  }

  private static RequestOptions forIssuer(Map<String, SigningAlgorithm> keys) {
    RequestOptions.Builder options = RequestOptions.builder();
    options.assertion().issuer("https://idp.example.com").keys(keys);
    return options.build();
  }

  private static RegisteredClient withTwoKeys() {
    Map<String, SigningAlgorithm> keys = new LinkedHashMap<>();
    Map<String, String> secrets = new LinkedHashMap<>();
    for (String kid : List.of("z", "a")) { // in no order but theirs
      keys.put(kid, SigningAlgorithm.ES256);
      byte[] pkcs8 = TypedKeys.pkcs8(SigningAlgorithm.ES256);
      secrets.put(SecretName.privateKey(kid), Base64.getEncoder().encodeToString(pkcs8));
    }
    return Clients.of(
        "acme",
        Clients.registration(TestEndpoints.of(URI.create("https://idp.example.com/token")))
            .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
            .requests(forIssuer(keys))
            .build(),
        secrets);
  }

  private CredentialFallback.Sent send(RegisteredClient client, HttpResult... answers) {
    responses.addAll(List.of(answers));
    return fallback.send(
        Clients.credential(client),
        Clients.PLENTY,
        (credential, left) -> {
          credential.authenticate(new Submission(BodyFormat.FORM));
          tried.add(credential.name());
          given.add(left);
          nanos.addAndGet(taking.toNanos());
          return new CredentialFallback.Sent(credential, responses.remove());
        });
  }

  @Test
  void aRefusalIsMetOnceWithTheOther() {
    CredentialFallback.Sent sent =
        send(rolled(ClientAuthentication.CLIENT_SECRET_BASIC), REFUSAL, TOKEN);

    assertThat(tried).containsExactly(CURRENT, NEXT);
    assertThat(sent.response()).isSameAs(TOKEN);
    assertThat(sent.credential().name()).isEqualTo(NEXT);
  }

  @Test
  void theOneThatWorkedLastIsTriedFirst() {
    send(rolled(ClientAuthentication.CLIENT_SECRET_POST).lastCredential(NEXT), REFUSAL, TOKEN);

    assertThat(tried).containsExactly(NEXT, CURRENT);
  }

  @Test
  void whereBothAreRefusedTheFirstRefusalCounts() {
    HttpResult second = error(400, "invalid_client");
    CredentialFallback.Sent sent =
        send(rolled(ClientAuthentication.CLIENT_SECRET_BASIC), REFUSAL, second);

    assertThat(tried).hasSize(2);
    assertThat(sent.response()).isSameAs(REFUSAL);
    assertThat(sent.credential().name()).isEqualTo(CURRENT);
  }

  /** The other one may be good: what came of it says when to try again. */
  @Test
  void whatElseComesOfTheSecondCounts() {
    HttpResult throttled = error(429, "slow_down");

    assertThat(
            send(rolled(ClientAuthentication.CLIENT_SECRET_BASIC), REFUSAL, throttled).response())
        .isSameAs(throttled);
  }

  @Test
  void bothHaveOneDeadline() {
    taking = Duration.ofSeconds(12);

    send(rolled(ClientAuthentication.CLIENT_SECRET_BASIC), REFUSAL, TOKEN);

    assertThat(given).containsExactly(Clients.PLENTY, Clients.PLENTY.minusSeconds(12));
  }

  @Test
  void withLessTimeLeftThanARequestNeedsTheOtherIsNotTried() {
    taking = Clients.PLENTY.minus(TokenClient.LEAST_LEFT).plusNanos(1);

    assertThat(send(rolled(ClientAuthentication.CLIENT_SECRET_BASIC), REFUSAL).response())
        .isSameAs(REFUSAL);
    assertThat(tried).hasSize(1);
  }

  @Test
  void whereNothingComesOfTheSecondTheFirstRefusalCounts() {
    CredentialFallback.Sent sent =
        send(rolled(ClientAuthentication.CLIENT_SECRET_BASIC), REFUSAL, NONE);

    assertThat(tried).hasSize(2);
    assertThat(sent.response()).isSameAs(REFUSAL);
    assertThat(sent.credential().name()).isEqualTo(CURRENT);
  }

  /** Another secret had that place when it worked. */
  @Test
  void aNextSecretIsNotTakenForTheOneBeforeIt() {
    String earlier = SecretName.next(SET_AT.minusMillis(1));
    RegisteredClient client =
        rolled(ClientAuthentication.CLIENT_SECRET_BASIC).lastCredential(earlier);

    send(client, TOKEN);

    assertThat(tried).containsExactly(CURRENT);
    assertThat(client.switchesTo(CURRENT)).isFalse();
    assertThat(client.lastCredential(NEXT).switchesTo(CURRENT)).isTrue();
  }

  /** A server may quote in its second response what it was sent first. */
  @Test
  void whatTheFirstTrySignedStaysHidden() {
    JwtBearer grant = new JwtBearer(InstantSource.fixed(SET_AT));
    List<RegisteredClient> prepared = new ArrayList<>();
    CredentialFallback.Sender sender =
        (credential, left) -> {
          Credential signed = grant.prepare(credential);
          prepared.add(signed.client());
          return new CredentialFallback.Sent(signed, prepared.size() == 1 ? REFUSAL : TOKEN);
        };

    fallback.send(Clients.credential(withTwoKeys()), Clients.PLENTY, sender);

    for (RegisteredClient client : prepared) {
      for (String name : List.of(SecretName.CLIENT_ASSERTION, SecretName.GRANT_ASSERTION)) {
        String signed = client.secret(name).orElseThrow().reveal();
        assertThat(Redactor.of(prepared.get(1)).description("bad " + signed)).isEqualTo("bad ***");
      }
    }
  }

  @Test
  void withoutAnOtherARefusalIsFinal() {
    RegisteredClient client =
        Clients.of(TestEndpoints.of(URI.create("https://idp.example.com/token")));

    assertThat(send(client, REFUSAL).response()).isSameAs(REFUSAL);
  }

  @ParameterizedTest
  @CsvSource({
    "401, invalid_client, CLIENT_SECRET_BASIC, true",
    "400, invalid_client, PRIVATE_KEY_JWT, true",
    "403, invalid_client, CLIENT_SECRET_POST, true",
    "200, invalid_client, CLIENT_SECRET_POST, true",
    "401, unauthorized_client, CLIENT_SECRET_BASIC, true",
    "400, unauthorized_client, CLIENT_SECRET_JWT, true",
    "400, unauthorized_client, CLIENT_SECRET_BASIC, false",
    "400, unauthorized_client, PRIVATE_KEY_JWT, false",
    "400, invalid_scope, CLIENT_SECRET_BASIC, false",
    "401, invalid_grant, CLIENT_SECRET_BASIC, false",
    "429, invalid_client, CLIENT_SECRET_BASIC, false",
    "503, invalid_client, CLIENT_SECRET_BASIC, false",
    "302, invalid_client, CLIENT_SECRET_BASIC, false"
  })
  void nothingButARefusalOfTheCredentialIsMet(
      int status, String code, ClientAuthentication method, boolean met) {
    RegisteredClient client =
        method == ClientAuthentication.PRIVATE_KEY_JWT ? withTwoKeys() : rolled(method);

    send(client, error(status, code), TOKEN);

    assertThat(tried).hasSize(met ? 2 : 1);
  }

  @Test
  void noResponseIsNoRefusal() {
    send(rolled(ClientAuthentication.CLIENT_SECRET_BASIC), NONE);

    assertThat(tried).hasSize(1);
  }

  /** What worked before a promotion says nothing of the key that is to sign now. */
  @Test
  void aPromotedKeyIsTriedBeforeTheOneThatWorkedWhenItSigned() {
    String beside = SecretName.beside(SecretName.privateKey("a"));

    send(withTwoKeys().lastCredential(SecretName.privateKey("a")), REFUSAL, TOKEN);
    send(withTwoKeys().lastCredential(beside), TOKEN);

    assertThat(tried).containsExactly(SecretName.privateKey("z"), beside, beside);
  }

  @Test
  void eachTrySignsAnew() {
    RegisteredClient client = withTwoKeys();
    Credential first = Clients.credential(client);
    Credential second = first.with(first.other().orElseThrow());

    assertThat(second.client().secret(SecretName.CLIENT_ASSERTION))
        .isPresent()
        .isNotEqualTo(first.client().secret(SecretName.CLIENT_ASSERTION));
  }
}
