package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.HostListener;
import io.calloutauth.testkit.TokenServer;
import io.calloutauth.testkit.TokenServer.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client secret that is rolled, at a server that takes the one, the other, both or none. */
class SecretRolloverTest extends NodeTest {

  private static final String N = OneNode.N;
  private static final String OLD = "s3cret of CRM of " + N;
  private static final String NEXT = "s3cret of tomorrow";

  private final HostListener listener = new HostListener();
  private volatile Set<String> accepted = Set.of(OLD);
  private volatile Answer refusal = Answer.error(401, "invalid_client");

  @Override
  public UnaryOperator<CalloutAuthBuilder> settings() {
    return builder -> builder.listener(listener);
  }

  @BeforeEach
  void judgeSecrets() {
    server.answerTokens(
        n ->
            accepted.contains(secret(server.arrivedAt("/token").toList().get(n - 1)))
                ? Answer.token("token-" + n, 3600)
                : refusal);
  }

  private static String secret(TokenServer.Arrived request) {
    byte[] pair = Base64.getDecoder().decode(request.authorization().substring("Basic ".length()));
    return new String(pair, StandardCharsets.UTF_8).split(":", 2)[1].replace("%20", " ");
  }

  private List<String> shown(String path) {
    return server.arrivedAt(path).map(SecretRolloverTest::secret).toList();
  }

  private Provider rolled() {
    Provider made = node.bound(N);
    node.token(N);
    return providers().addSecret(made.id(), made.version(), NEXT);
  }

  private Provider promoted(Provider provider) {
    return providers().promoteSecret(provider.id(), provider.version());
  }

  private Provider dropped(Provider provider) {
    return providers().dropSecret(provider.id(), provider.version());
  }

  private void renew(Provider provider) {
    node.pass(Duration.ofMinutes(5));
    node.auth.tokens().refresh(provider.id());
  }

  private String works(Provider provider) {
    return node.auth.tokens().status(provider.id()).credential().orElse("");
  }

  private List<String> switches() {
    node.awaitQuiet();
    return listener.told.stream()
        .filter(event -> event.type() == EventType.CREDENTIAL_SWITCHED)
        .map(CalloutAuthEvent::detail)
        .toList();
  }

  /** Waits until the listener is told of this one, and of no other. */
  private void awaitSwitch(String credential) {
    Eventually.holds(() -> switches().equals(List.of(credential)));
  }

  private ProviderRow row(Provider provider) {
    return KeyedRows.row(node, provider);
  }

  private static String refusal(ThrowingCallable step) {
    List<FieldProblem> problems =
        catchThrowableOfType(InvalidSettingsException.class, step).problems();
    assertThat(problems)
        .extracting(FieldProblem::field)
        .containsExactly(ProviderField.CLIENT_SECRET);
    return problems.get(0).reason();
  }

  @Test
  void aNextSecretIsTriedOnlyWhereTheOneThatWorksIsRefused() {
    Provider rolled = rolled();
    renew(rolled);
    assertThat(shown("/token")).containsExactly(OLD, OLD);
    assertThat(works(rolled)).isEqualTo("client_secret");

    accepted = Set.of(NEXT);
    renew(rolled);
    renew(rolled);

    assertThat(shown("/token")).containsExactly(OLD, OLD, OLD, NEXT, NEXT);
    assertThat(works(rolled)).isEqualTo("client_secret:next");
    assertThat(node.auth.tokens().status(rolled.id()).toMap())
        .containsEntry("credential", "client_secret:next");
    awaitSwitch("client_secret:next");
  }

  @Test
  void rollingLosesNoTokenAndStartsNoEpoch() {
    Provider made = node.bound(N);
    String token = node.token(N);
    long epoch = row(made).epoch();

    Provider rolled = providers().addSecret(made.id(), made.version(), NEXT);
    Provider promoted = promoted(rolled);

    assertThat(promoted.version()).isGreaterThan(rolled.version());
    assertThat(row(promoted).epoch()).isEqualTo(epoch);
    assertThat(node.token(N)).isEqualTo(token);
    assertThat(server.exchanges()).isEqualTo(1);
  }

  @Test
  void aPromotedSecretIsTheClientSecretAndTheOldOneIsGone() {
    Provider rolled = rolled();
    Instant since = node.time.instant();
    assertThat(rolled.nextSecretSetAt()).contains(since);
    assertThat(rolled.toMap()).containsEntry("next_secret_set_at", since.toString());
    accepted = Set.of(NEXT);

    Provider promoted = promoted(rolled);
    renew(promoted);

    assertThat(promoted.nextSecretSetAt()).isEmpty();
    assertThat(row(promoted).content().secrets()).containsOnlyKeys("client_secret");
    assertThat(shown("/token")).containsExactly(OLD, NEXT);
    assertThat(works(promoted)).isEqualTo("client_secret");
    assertThat(switches()).isEmpty();
  }

  /** It may be wrong, and once it is promoted there is no other to fall back to. */
  @Test
  void promotingASecretThatNoServerTookIsToldBeforeAndMayBeVetoed() {
    Provider rolled = rolled();
    listener.vetoed = EventType.SECRET_PROMOTED;
    assertThatThrownBy(() -> promoted(rolled)).isInstanceOf(HostListener.Veto.class);
    assertThat(row(rolled).content().secrets())
        .containsOnlyKeys("client_secret", "client_secret:next");
    listener.vetoed = null;
    accepted = Set.of(NEXT);
    renew(rolled);
    Provider first = promoted(rolled);
    promoted(providers().addSecret(first.id(), first.version(), "s3cret of later"));

    assertThat(listener.proposed)
        .filteredOn(event -> event.type() == EventType.SECRET_PROMOTED)
        .extracting(CalloutAuthEvent::detail)
        .containsExactly("untried", "", "untried");
  }

  @Test
  void aDroppedSecretIsNotTried() {
    Provider dropped = dropped(rolled());
    accepted = Set.of(NEXT);

    assertThatThrownBy(() -> renew(dropped)).isInstanceOf(TokenErrorException.class);

    assertThat(shown("/token")).containsExactly(OLD, OLD);
    assertThat(row(dropped).content().secrets()).containsOnlyKeys("client_secret");
  }

  @Test
  void whereBothAreRefusedItIsAPermanentFailureAsWithOne() {
    Provider rolled = rolled();
    accepted = Set.of();

    TokenErrorException failure =
        catchThrowableOfType(TokenErrorException.class, () -> renew(rolled));

    assertThat(failure.error()).isEqualTo(TokenError.INVALID_CLIENT);
    assertThat(shown("/token")).containsExactly(OLD, OLD, NEXT);
    assertThat(node.token(N)).isEqualTo("token-1");
    assertThat(works(rolled)).isEqualTo("client_secret");
  }

  @Test
  void aServerThatThrottlesIsNotAskedWithTheOther() {
    Provider rolled = rolled();
    accepted = Set.of(NEXT);
    refusal = new Answer(429, "{\"error\":\"invalid_client\"}");

    assertThatThrownBy(() -> renew(rolled)).isInstanceOf(CalloutAuthException.class);

    assertThat(shown("/token")).containsExactly(OLD, OLD);
  }

  @Test
  void aRevocationIsToldWithTheOtherWhereTheServerRefusesTheFirst() {
    Provider rolled = rolled();
    server.answerRevocations(Answer.error(401, "invalid_client"));

    RevocationReport report = node.auth.tokens().revoke(rolled.id());

    assertThat(shown("/revoke")).containsExactly(OLD, NEXT);
    assertThat(report.outcome()).isEqualTo(RevocationReport.Outcome.REFUSED);
  }

  /** Another node, and one after a restart, know from the token's row which one works. */
  @Test
  void whichOneWorkedIsKnownOnEveryNodeAndAfterARestart() {
    Provider rolled = rolled();
    accepted = Set.of(NEXT);
    renew(rolled);
    node.close();
    node = node.another();

    renew(rolled);

    assertThat(shown("/token")).containsExactly(OLD, OLD, NEXT, NEXT);
    assertThat(works(rolled)).isEqualTo("client_secret:next");
  }

  /** What the server takes of one next secret says nothing of the one after it. */
  @Test
  void aFurtherNextSecretIsNotTakenForTheOneThatWorked() {
    Provider rolled = rolled();
    accepted = Set.of(NEXT);
    renew(rolled);
    assertThat(works(rolled)).isEqualTo("client_secret:next");

    Provider promoted = promoted(rolled);
    Provider further = providers().addSecret(promoted.id(), promoted.version(), "s3cret of later");
    assertThat(works(further)).isEmpty();
    renew(further);

    assertThat(shown("/token")).containsExactly(OLD, OLD, NEXT, NEXT);
    assertThat(works(further)).isEqualTo("client_secret");
    awaitSwitch("client_secret:next");
  }

  @Test
  void administratorsChangesAreToldAndAskedFor() {
    Provider made = dropped(rolled());
    promoted(providers().addSecret(made.id(), made.version(), NEXT));
    Set<EventType> steps =
        Set.of(EventType.SECRET_ADDED, EventType.SECRET_PROMOTED, EventType.SECRET_DROPPED);

    for (List<CalloutAuthEvent> events : List.of(listener.proposed, listener.told)) {
      assertThat(events)
          .filteredOn(event -> steps.contains(event.type()))
          .extracting(CalloutAuthEvent::type)
          .containsExactly(
              EventType.SECRET_ADDED,
              EventType.SECRET_DROPPED,
              EventType.SECRET_ADDED,
              EventType.SECRET_PROMOTED);
    }
    listener.vetoed = EventType.SECRET_ADDED;
    long version = row(made).version();
    assertThatThrownBy(() -> providers().addSecret(made.id(), version, NEXT))
        .isInstanceOf(HostListener.Veto.class);
    assertThat(row(made).version()).isEqualTo(version);
    assertThat(row(made).content().secrets()).containsOnlyKeys("client_secret");
  }

  @Test
  void stepsThatDoNotFitTheStateAreRefused() {
    Provider made = node.bound(N);
    Providers all = providers();

    assertThat(refusal(() -> promoted(made))).startsWith("has no next one");
    assertThat(refusal(() -> dropped(made))).startsWith("has no next one");
    assertThat(refusal(() -> all.addSecret(made.id(), made.version(), ""))).isEqualTo("is missing");
    assertThat(refusal(() -> all.addSecret(made.id(), made.version(), "a\nb")))
        .startsWith("must not contain control characters");
    Provider rolled = all.addSecret(made.id(), made.version(), NEXT);
    assertThat(refusal(() -> all.addSecret(rolled.id(), rolled.version(), "x")))
        .startsWith("has a next one already");
    assertThatThrownBy(() -> promoted(made)).isInstanceOf(StaleProviderException.class);
    Provider without =
        all.create(
            node.settings("without")
                .clientSecret(null)
                .clientAuthentication(ClientAuthentication.NONE)
                .build());
    assertThat(refusal(() -> all.addSecret(without.id(), without.version(), NEXT)))
        .startsWith("is not used");
  }

  @Test
  void anEditKeepsTheNextSecretUnlessASecretIsTyped() {
    Provider rolled = rolled();

    Provider renamed = node.edit(rolled.id(), draft -> draft.name("renamed"));
    assertThat(renamed.nextSecretSetAt()).isEqualTo(rolled.nextSecretSetAt());
    assertThat(row(renamed).content().secrets())
        .containsOnlyKeys("client_secret", "client_secret:next");

    assertThat(
            refusal(
                () -> node.edit(rolled.id(), draft -> draft.tokenEndpoint(server.url("/other")))))
        .startsWith("must be entered again");
    Provider moved =
        node.edit(
            rolled.id(),
            draft -> draft.tokenEndpoint(server.url("/other")).clientSecret("typed again"));
    assertThat(moved.nextSecretSetAt()).isEmpty();
    assertThat(row(moved).content().secrets()).containsOnlyKeys("client_secret");
  }

  @Test
  void nothingThatIsShownHoldsTheNextSecret() {
    Provider rolled = rolled();
    accepted = Set.of(NEXT);
    renew(rolled);

    assertThat(
            List.of(
                rolled.toString(),
                rolled.toMap().toString(),
                rolled.toSettings().toString(),
                node.auth.tokens().status(rolled.id()).toMap().toString(),
                listener.told.toString(),
                listener.proposed.toString()))
        .noneMatch(text -> text.contains(NEXT));
  }
}
