package io.calloutauth;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.calloutauth.CalloutAuthException.NamedProvider;
import io.calloutauth.CalloutAuthException.Retry;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.engine.TokenOutcome.AuthorizationNeeded;
import io.calloutauth.engine.TokenOutcome.AuthorizationNeeded.Remedy;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.StoreException;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.SwitchedStore;
import io.calloutauth.testkit.TokenServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExceptionsTest extends NodeTest {

  private static final ProviderId ID = new ProviderId("p-1");
  private static final NamedProvider NAMED = new NamedProvider(ID, "CRM");
  private static final Retry IN_A_SECOND = Retry.after(Duration.ofSeconds(1));

  private static final List<CalloutAuthException> AN_OPERATOR_MUST_ACT =
      List.of(
          new CalloutRefusedException(CalloutRefusedException.Reason.NOT_HTTPS),
          new EndpointMissingException(NAMED, ProviderField.TEST_ENDPOINT),
          new EndpointRefusedException(NAMED, ProviderField.TOKEN_ENDPOINT),
          new InvalidSettingsException(List.of(new FieldProblem(ProviderField.NAME, "is missing"))),
          new NoProviderBoundException("n", false),
          new NoProviderBoundException("n", true),
          new AuthorizationNeededException(NAMED, needed(Instant.EPOCH, true)),
          new AuthorizationNeededException(NAMED, needed(null, false)),
          new ProviderDisabledException(NAMED),
          new ProviderInUseException(NAMED, List.of("n"), 1),
          new ProviderFormatException(NAMED, "a later version wrote its settings"),
          new ProviderLimitException(3),
          new ProviderNameTakenException("CRM"),
          new ProviderNotFoundException(ID),
          new SealedValueException(NAMED, "k-1", true),
          new SealedValueException(NAMED, "k-1", false),
          new StaleProviderException(NAMED, 7),
          new StoreUnavailableException(new StoreException("schema", false, null)),
          new TokenErrorException(
              NAMED, failure(TokenError.INVALID_CLIENT, 401), "invalid_client", Retry.NEVER),
          new TokenRequestException(
              NAMED, failure(TokenError.MALFORMED_RESPONSE, 200), Retry.NEVER));

  private static final List<CalloutAuthException> TIME_MAY_HELP =
      List.of(
          new CalloutAuthClosedException(),
          new StoreUnavailableException(new StoreException("away", true, null)),
          new TokenWaitException(true));

  private static final List<CalloutAuthException> TIME_HELPS =
      List.of(
          NoProviderBoundException.uncommitted("n"), // heard of within about a second
          new TokenWaitException(false),
          new TooManyAttemptsException(NAMED, Duration.ofSeconds(1)),
          new TokenErrorException(
              NAMED, failure(TokenError.THROTTLED, 429), "slow_down", IN_A_SECOND),
          new TokenRequestException(NAMED, failure(TokenError.UNREACHABLE, 0), IN_A_SECOND));

  private static TokenFailure failure(TokenError error, int status) {
    return TokenFailure.builder(FailureClass.PERMANENT, error)
        .status(status)
        .untrustedDescription("the server's words")
        .build();
  }

  @Test
  void eachTellsADeliveryQueueWhetherAndWhenToTryAgain() {
    assertThat(AN_OPERATOR_MUST_ACT).noneMatch(CalloutAuthException::retryable);
    assertThat(AN_OPERATOR_MUST_ACT).allMatch(each -> each.retryAfter().isEmpty());
    assertThat(TIME_MAY_HELP).allMatch(CalloutAuthException::retryable);
    assertThat(TIME_MAY_HELP).allMatch(each -> each.retryAfter().isEmpty());
    assertThat(TIME_HELPS).allMatch(CalloutAuthException::retryable);
    assertThat(TIME_HELPS)
        .allMatch(each -> each.retryAfter().equals(Optional.of(Duration.ofSeconds(1))));
  }

  @Test
  void eachTravelsWithAllThatItCarries() throws Exception {
    for (CalloutAuthException each : all().toList()) {
      CalloutNotSentException sent = new CalloutNotSentException(each);

      CalloutNotSentException received = (CalloutNotSentException) sentAndReceived(sent);

      assertThat(received)
          .usingRecursiveComparison()
          .ignoringFieldsMatchingRegexes(".*stackTrace", ".*suppressedExceptions")
          .as(each.toString())
          .isEqualTo(sent);
    }
  }

  private static Object sentAndReceived(Object value) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(value);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }

  @Test
  void noneIsLeftOutHereAndEachIsFinal() {
    Set<Class<?>> leaves = leaves();

    assertThat(leaves).allMatch(type -> Modifier.isFinal(type.getModifiers()));
    assertThat(leaves)
        .isEqualTo(all().map(CalloutAuthException::getClass).collect(Collectors.toSet()));
    assertThat(leaves)
        .isEqualTo(samples().map(CalloutAuthException::getClass).collect(Collectors.toSet()));
  }

  private static Set<Class<?>> leaves() {
    return new ClassFileImporter()
        .importPackages("io.calloutauth").that(assignableTo(CalloutAuthException.class)).stream()
            .filter(type -> !type.isEquivalentTo(CalloutAuthException.class))
            .map(JavaClass::reflect)
            .collect(Collectors.toSet());
  }

  /** Returns those that hosts' tests are given. */
  private static Stream<CalloutAuthException> samples() {
    return Stream.of(SampleExceptions.ofCallouts(), SampleExceptions.ofCommands())
        .flatMap(List::stream);
  }

  static Stream<CalloutAuthException> all() {
    return Stream.of(AN_OPERATOR_MUST_ACT, TIME_MAY_HELP, TIME_HELPS).flatMap(List::stream);
  }

  @Test
  void eachNamesWhatItIsAboutAndNoServersWords() {
    assertThat(all())
        .allSatisfy(each -> assertThat(each.getMessage()).isNotBlank().doesNotContain("words"));
    assertThat(all().filter(each -> hasId(each)))
        .allSatisfy(each -> assertThat(each).hasMessageContaining("p-1"));
  }

  private static boolean hasId(CalloutAuthException each) {
    return Stream.of(each.getClass().getMethods())
        .anyMatch(method -> method.getName().equals("id"));
  }

  @Test
  void whatAServerAnswersSaysWhetherToTryAgain() {
    assertThat(failure(TokenServer.Answer.error(401, "invalid_client")).retryable()).isFalse();
    assertThat(failure(TokenServer.Answer.error(400, "invalid_scope")).retryable()).isFalse();
    assertThat(failure(new TokenServer.Answer(200, "<html>")).retryable()).isFalse();
    assertThat(failure(new TokenServer.Answer(302, "")).retryable()).isFalse();
    CalloutAuthException failed = failure(new TokenServer.Answer(500, ""));
    assertThat(failed.retryable()).isTrue();
    assertThat(failed.retryAfter().orElseThrow()).isBetween(ms(500), ms(1_000));
    CalloutAuthException throttled =
        failure(new TokenServer.Answer(429, "", Map.of("Retry-After", "7")));
    assertThat(throttled.retryable()).isTrue();
    assertThat(throttled.retryAfter().orElseThrow()).isBetween(ms(7_000), ms(14_000));
  }

  private static Duration ms(long millis) {
    return Duration.ofMillis(millis);
  }

  private CalloutAuthException failure(TokenServer.Answer answer) {
    server.answerTokens(n -> answer);
    String notification = "n-" + server.exchanges();
    node.bound(notification);
    return (CalloutAuthException) catchThrowable(() -> node.token(notification));
  }

  @Test
  void noExceptionHoldsTheSecretOrWhatTheServerSent() {
    String leak = "s3cret of CRM of n-0";
    String body =
        "{\"error\":\"invalid_client\",\"error_description\":\"LEAK"
            + " %s\",\"access_token\":\"LEAK\"}";
    for (int status : List.of(200, 400, 401, 500)) {
      CalloutAuthException failed = failure(new TokenServer.Answer(status, body.formatted(leak)));
      assertThat(everythingOf(failed)).doesNotContain("LEAK").doesNotContain("s3cret");
    }
    assertThat(everythingOf(failure(new TokenServer.Answer(200, "LEAK")))).doesNotContain("LEAK");
    assertThat(everythingOf(failure(TokenServer.Answer.token("LEAK\\u0000", 3600))))
        .doesNotContain("LEAK");
  }

  private static String everythingOf(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }

  @Test
  void theServersOwnWordsAreKeptApartAndHoldNoSecret() {
    TokenErrorException failed =
        (TokenErrorException)
            failure(
                new TokenServer.Answer(
                    401,
                    "{\"error\":\"invalid_client\",\"error_description\":"
                        + "\"AADSTS7000222: wrong: s3cret of CRM of n-0\","
                        + "\"error_uri\":\"https://login.example.com/7000222\"}"));

    assertThat(failed.untrustedDescription().orElseThrow())
        .contains("wrong")
        .doesNotContain("s3cret");
    assertThat(failed.untrustedErrorUri()).contains("https://login.example.com/7000222");
    assertThat(failed.hint()).contains("AADSTS7000222");
  }

  @Test
  void aCalloutThatWasNotSentSaysWhy() {
    CalloutNotSentException notSent =
        new CalloutNotSentException(new ProviderDisabledException(NAMED));

    assertThat(notSent).isInstanceOf(IOException.class);
    assertThat(notSent).hasMessageContaining("p-1").cause().isSameAs(notSent.reason());
  }

  @Test
  void aBrokenStoreIsToldOfAtEveryDoor() throws Exception {
    SwitchedStore store = new SwitchedStore(node.store);
    try (Node broken = Node.over(store, node.time, server)) {
      Provider provider = broken.bound("n");
      store.down(true);
      Set<Throwable> thrown = new HashSet<>();
      thrown.add(catchThrowable(() -> broken.auth.providers().find(provider.id())));
      thrown.add(catchThrowable(() -> broken.auth.providers().list(1)));
      thrown.add(catchThrowable(() -> broken.auth.providers().delete(provider.id())));
      thrown.add(
          catchThrowable(() -> broken.auth.providers().create(broken.settings("x").build())));
      thrown.add(catchThrowable(() -> broken.auth.notifications().bind("n", provider.id())));
      thrown.add(catchThrowable(() -> broken.auth.notifications().unbind("n")));
      thrown.add(catchThrowable(() -> broken.auth.tokens().status(provider.id())));
      thrown.add(catchThrowable(() -> broken.auth.tokens().obtain(provider.id())));
      thrown.add(catchThrowable(() -> broken.tenants.purge("acme")));
      thrown.add(catchThrowable(() -> broken.token("n")));

      assertThat(thrown)
          .hasSize(10)
          .allSatisfy(each -> assertThat(each).isInstanceOf(StoreUnavailableException.class))
          .allSatisfy(each -> assertThat(each).hasCauseInstanceOf(StoreException.class));
      assertThat(server.exchanges()).isZero();
      store.down(false);
      assertThat(broken.token("n")).isEqualTo("token-1");
    }
  }

  @Test
  void aStoreThatOnlyReadsIsTriedAgainAfterFiveSecondsOrNever() {
    StoreUnavailableException own = new StoreUnavailableException(readOnly(true));
    StoreUnavailableException hosts = new StoreUnavailableException(readOnly(false));

    assertThat(own.retryAfter()).contains(Duration.ofSeconds(5));
    assertThat(hosts.retryable()).isFalse();
    assertThat(hosts.retryAfter()).isEmpty();
    assertThat(hosts.reason()).isEqualTo(StoreException.Reason.READ_ONLY);
    assertThat(hosts).hasMessage("The store failed: it only reads");
  }

  private static StoreException readOnly(boolean retryable) {
    return new StoreException(StoreException.Reason.READ_ONLY, "it only reads", retryable, null);
  }

  private static AuthorizationNeeded needed(@Nullable Instant since, boolean inDoubt) {
    return new AuthorizationNeeded(ID.value(), since, inDoubt, Remedy.AUTHORIZE_AGAIN);
  }

  @Test
  void eachCarriesItsFields() {
    assertThat(new EndpointMissingException(NAMED, ProviderField.TEST_ENDPOINT))
        .returns(ID, EndpointMissingException::id)
        .returns(ProviderField.TEST_ENDPOINT, EndpointMissingException::endpoint);
    assertThat(new EndpointRefusedException(NAMED, ProviderField.REVOCATION_ENDPOINT))
        .returns(ID, EndpointRefusedException::id)
        .returns(ProviderField.REVOCATION_ENDPOINT, EndpointRefusedException::endpoint);
    assertThat(new ProviderDisabledException(NAMED).id()).isEqualTo(ID);
    assertThat(new AuthorizationNeededException(NAMED, needed(Instant.EPOCH, true)))
        .returns(ID, AuthorizationNeededException::id)
        .returns(Optional.of(Instant.EPOCH), AuthorizationNeededException::since)
        .returns(true, AuthorizationNeededException::inDoubt);
    assertThat(new ProviderInUseException(NAMED, List.of("n"), 3))
        .returns(ID, ProviderInUseException::id)
        .returns(List.of("n"), ProviderInUseException::notificationIds)
        .returns(3L, ProviderInUseException::total);
    assertThat(new ProviderNotFoundException(ID).id()).isEqualTo(ID);
    assertThat(new SealedValueException(NAMED, "k-1", true))
        .hasMessageContaining("'k-1', which is not among the sealing keys")
        .returns(ID, SealedValueException::id)
        .returns("k-1", SealedValueException::keyId)
        .returns(true, SealedValueException::keyMissing);
    assertThat(new SealedValueException(NAMED, "k-1", false))
        .returns(false, SealedValueException::keyMissing);
    assertThat(new StaleProviderException(NAMED, 7))
        .returns(ID, StaleProviderException::id)
        .returns(7L, StaleProviderException::readVersion);
    assertThat(new TooManyAttemptsException(NAMED, Duration.ofSeconds(1)).id()).contains(ID);
    assertThat(new NoProviderBoundException("n", true))
        .returns("n", NoProviderBoundException::notificationId)
        .returns(true, NoProviderBoundException::detached);
  }

  @Test
  void whatAServerAnsweredIsInTheFields() {
    TokenServer.Answer refusal = TokenServer.Answer.error(401, "invalid_client");
    assertThat(failure(refusal))
        .isInstanceOfSatisfying(
            TokenErrorException.class,
            refused ->
                assertThat(refused)
                    .returns(TokenError.INVALID_CLIENT, TokenErrorException::error)
                    .returns("invalid_client", TokenErrorException::code)
                    .returns(401, TokenErrorException::status)
                    .returns(providerOf("n-0"), TokenErrorException::id));
    assertThat(failure(new TokenServer.Answer(500, "")))
        .isInstanceOfSatisfying(
            TokenRequestException.class,
            failed ->
                assertThat(failed)
                    .returns(TokenError.SERVER_UNAVAILABLE, TokenRequestException::error)
                    .returns(500, TokenRequestException::status)
                    .returns(providerOf("n-1"), TokenRequestException::id));
  }

  private ProviderId providerOf(String notification) {
    return node.auth.notifications().find(notification).flatMap(Binding::providerId).orElseThrow();
  }

  @Test
  void anEndpointThatIsRefusedByNowIsToldOf() {
    PublicEndpoints strict = PublicEndpoints.builder().build();
    Provider provider = node.bound("n");
    try (Node tightened =
        Node.over(node.store, node.time, server, builder -> builder.endpointPolicy(strict))) {
      assertThat(tightened.refusal("n"))
          .isInstanceOfSatisfying(
              EndpointRefusedException.class,
              refused ->
                  assertThat(refused)
                      .returns(provider.id(), EndpointRefusedException::id)
                      .returns(ProviderField.TOKEN_ENDPOINT, EndpointRefusedException::endpoint));
      Eventually.holds(
          () ->
              tightened.events.stream()
                  .anyMatch(event -> event.type() == EventType.ENDPOINT_REFUSED));
    }
    assertThat(server.exchanges()).isZero();
  }

  @Test
  void aKeyThatIsMissingIsNamed() {
    node.bound("n");
    try (Node elsewhere = Node.over(node.store, node.time, server)) {
      assertThat(elsewhere.refusal("n"))
          .isInstanceOfSatisfying(
              SealedValueException.class,
              unopened ->
                  assertThat(unopened.keyId()).isEqualTo(node.auth.health().keyIds().get(0)))
          .hasMessageContaining("not among the sealing keys");
    }
    assertThat(server.exchanges()).isZero();
  }

  @Test
  void aSecretThatIsNotThereFailsClosed() {
    Provider provider = node.bound("n");
    ProviderKey key = new ProviderKey("acme", provider.id().value());
    ProviderRow row = node.store.providers().find(key).orElseThrow();
    ProviderContent without = row.content().toBuilder().secrets(Map.of()).build();
    node.store.providers().update(key, row.version(), NewNumber.NONE, without);

    assertThat(node.refusal("n")).isInstanceOf(SealedValueException.class);
    assertThat(server.exchanges()).isZero();
  }
}
