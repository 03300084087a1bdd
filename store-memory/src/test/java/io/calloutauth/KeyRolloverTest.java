package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.calloutauth.keys.KeyState;
import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.keys.PublishedKey;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.SigningAlgorithm;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.Sealed;
import io.calloutauth.testkit.AssertionVerifier;
import io.calloutauth.testkit.HostListener;
import io.calloutauth.testkit.TokenServer;
import io.calloutauth.testkit.TypedKeys;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** How the keys of a client that signs are rolled: added, promoted and dropped. */
class KeyRolloverTest extends NodeTest {

  private static final String N = OneNode.N;
  private static final Duration HOUR = Duration.ofHours(1);

  private final HostListener listener = new HostListener();

  @Override
  public UnaryOperator<CalloutAuthBuilder> settings() {
    return builder -> builder.listener(listener);
  }

  private ProviderSettings.Builder signing(String name) {
    return node.settings(name)
        .issuer(server.url("/issuer"))
        .clientSecret(null)
        .clientAuthentication(ClientAuthentication.PRIVATE_KEY_JWT)
        .assertion(a -> a.algorithm(SigningAlgorithm.ES256));
  }

  private Provider signs() {
    Provider made = providers().create(signing("signs").build());
    node.auth.notifications().bind(N, made.id());
    return made;
  }

  private PublicKeySet set(Provider provider) {
    return providers().publicKeys(provider.id()).orElseThrow();
  }

  private List<PublishedKey> keys(Provider provider) {
    return set(provider).keys();
  }

  private Provider added(Provider provider) {
    return providers().addKey(provider.id(), provider.version(), null);
  }

  private Provider promoted(Provider provider) {
    return providers().promoteKey(provider.id(), provider.version(), keys(provider).get(1).kid());
  }

  private Provider dropped(Provider provider) {
    return providers().dropKey(provider.id(), provider.version(), keys(provider).get(1).kid());
  }

  private ProviderRow row(Provider provider) {
    return KeyedRows.row(node, provider);
  }

  private String signedBy() throws ParseException {
    List<TokenServer.Arrived> all = server.arrivedAt("/token").toList();
    return AssertionVerifier.of(all.get(all.size() - 1)).getHeader().getKeyID();
  }

  private String refusal(ThrowingCallable step) {
    List<FieldProblem> problems =
        catchThrowableOfType(InvalidSettingsException.class, step).problems();
    assertThat(problems).extracting(FieldProblem::field).containsExactly(ProviderField.PRIVATE_KEY);
    return problems.get(0).reason();
  }

  @Test
  void aNextKeyIsPublishedBesideTheOneThatSigns() throws ParseException {
    Provider made = signs();
    Instant first = node.time.instant();
    PublishedKey current = keys(made).get(0);
    String token = node.token(N);
    node.pass(Duration.ofMinutes(5));

    Provider rolled = added(made);

    assertThat(keys(rolled))
        .extracting(PublishedKey::state, PublishedKey::since)
        .containsExactly(tuple(KeyState.CURRENT, first), tuple(KeyState.NEXT, node.time.instant()));
    assertThat(keys(rolled).get(0).kid()).isEqualTo(current.kid());
    assertThat(set(rolled).jwks()).contains(keys(rolled).get(0).jwk(), keys(rolled).get(1).jwk());
    assertThat(set(rolled).id()).isEqualTo(made.keySet().orElseThrow());
    assertThat(rolled.version()).isGreaterThan(made.version());
    assertThat(node.token(N)).isEqualTo(token);
    node.auth.tokens().obtain(made.id());
    assertThat(signedBy()).isEqualTo(current.kid());
  }

  @Test
  void aPromotedKeySignsAndTheOneBeforeIsPublishedUntilItIsDropped() throws ParseException {
    Provider made = signs();
    String old = keys(made).get(0).kid();
    String token = node.token(N);
    long epoch = row(made).epoch();
    Provider rolled = added(made);
    String next = keys(rolled).get(1).kid();
    node.pass(Duration.ofMinutes(5));

    Provider promoted = promoted(rolled);
    Instant then = node.time.instant();

    assertThat(keys(promoted))
        .extracting(PublishedKey::kid, PublishedKey::state, PublishedKey::since)
        .containsExactly(tuple(next, KeyState.CURRENT, then), tuple(old, KeyState.PREVIOUS, then));
    assertThat(node.token(N)).isEqualTo(token);
    node.auth.tokens().obtain(made.id());
    assertThat(signedBy()).isEqualTo(next);

    Provider dropped = dropped(promoted);

    assertThat(keys(dropped)).extracting(PublishedKey::kid).containsExactly(next);
    assertThat(row(dropped).content().secrets()).containsOnlyKeys("private_key:" + next);
    assertThat(row(dropped).epoch()).isEqualTo(epoch);
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @Test
  void aPromotionIsUndoneByPromotingThePreviousOne() throws ParseException {
    Provider made = signs();
    String old = keys(made).get(0).kid();

    Provider back = promoted(promoted(added(made)));

    node.token(N);
    assertThat(signedBy()).isEqualTo(old);
    assertThat(keys(dropped(back))).extracting(PublishedKey::kid).containsExactly(old);
  }

  @Test
  void administratorsChangesAreToldWithTheKeyAndAskedFor() {
    Provider rolled = dropped(promoted(added(signs())));
    Set<EventType> steps =
        Set.of(EventType.KEY_ADDED, EventType.KEY_PROMOTED, EventType.KEY_DROPPED);

    assertThat(listener.told)
        .filteredOn(event -> steps.contains(event.type()))
        .extracting(CalloutAuthEvent::type)
        .containsExactly(EventType.KEY_ADDED, EventType.KEY_PROMOTED, EventType.KEY_DROPPED);
    assertThat(listener.told)
        .filteredOn(event -> event.type() == EventType.KEY_PROMOTED)
        .allMatch(event -> event.detail().equals(keys(rolled).get(0).kid()));
    assertThat(listener.proposed).extracting(CalloutAuthEvent::type).containsAll(steps);
  }

  @ParameterizedTest
  @EnumSource(
      names = {"KEY_ADDED", "KEY_PROMOTED", "KEY_DROPPED"},
      mode = Mode.INCLUDE)
  void whatAListenerObjectsToIsNotDone(EventType step) {
    Provider provider = step == EventType.KEY_ADDED ? signs() : added(signs());
    PublicKeySet before = set(provider);
    listener.vetoed = step;

    assertThatThrownBy(
            () -> {
              switch (step) {
                case KEY_ADDED -> added(provider);
                case KEY_PROMOTED -> promoted(provider);
                default -> dropped(provider);
              }
            })
        .isInstanceOf(HostListener.Veto.class);

    assertThat(set(provider)).isEqualTo(before);
    assertThat(row(provider).version()).isEqualTo(provider.version());
  }

  @Test
  void stepsThatDoNotFitTheStateAreRefused() {
    Provider made = signs();
    String current = keys(made).get(0).kid();
    Providers all = providers();

    assertThat(refusal(() -> all.promoteKey(made.id(), made.version(), current)))
        .endsWith("there is nothing to promote");
    assertThat(refusal(() -> all.dropKey(made.id(), made.version(), current)))
        .endsWith("promote another one before it is dropped");
    assertThat(refusal(() -> all.dropKey(made.id(), made.version(), "another")))
        .endsWith("there is nothing to drop");
    Provider rolled = added(made);
    assertThat(refusal(() -> added(rolled))).startsWith("has a next one already");
    Provider promoted = promoted(rolled);
    assertThat(refusal(() -> added(promoted))).startsWith("has a previous one still");
    Provider plain = created("plain");
    assertThat(refusal(() -> added(plain))).startsWith("is not used");

    assertThat(keys(promoted)).hasSize(2);
    assertThat(row(promoted).version()).isEqualTo(promoted.version());
  }

  @Test
  void aNextKeyMayBeTypedAndIsJudged() {
    Provider made = signs();
    Providers all = providers();

    assertThat(refusal(() -> all.addKey(made.id(), made.version(), "rubbish")))
        .startsWith("cannot be read");
    assertThat(
            refusal(
                () -> all.addKey(made.id(), made.version(), TypedKeys.pem(SigningAlgorithm.EDDSA))))
        .startsWith("is of the kind Ed25519");
    String typed = TypedKeys.pem(SigningAlgorithm.ES256);
    Provider rolled = promoted(all.addKey(made.id(), made.version(), typed));
    Provider single = dropped(rolled);
    assertThat(refusal(() -> all.addKey(single.id(), single.version(), typed)))
        .isEqualTo("is the one that signs already: type another");
  }

  @Test
  void whoReadAnotherVersionRollsNothing() {
    Provider made = signs();
    Provider rolled = added(made);
    String next = keys(rolled).get(1).kid();

    assertThatThrownBy(() -> providers().promoteKey(made.id(), made.version(), next))
        .isInstanceOf(StaleProviderException.class);
    assertThat(keys(rolled).get(1).state()).isEqualTo(KeyState.NEXT);
  }

  @Test
  void anEditKeepsBothKeysUnlessASecretCouldGoElsewhere() {
    Provider rolled = added(signs());
    PublicKeySet both = set(rolled);

    Provider renamed = node.edit(rolled.id(), draft -> draft.name("renamed"));
    assertThat(set(renamed)).isEqualTo(both);

    Provider moved = node.edit(rolled.id(), draft -> draft.tokenEndpoint(server.url("/other")));
    assertThat(keys(moved)).hasSize(1).doesNotContainAnyElementsOf(both.keys());
    assertThat(moved.keySet()).isNotEqualTo(rolled.keySet());
    assertThat(row(moved).content().secrets()).hasSize(1);
  }

  /** Who writes to the database must not have a key trusted again that an administrator dropped. */
  @Test
  void aDroppedKeyThatIsPutBackIsNotPublished() {
    Provider rolled = promoted(added(signs()));
    ProviderContent before = row(rolled).content();
    String old = keys(rolled).get(1).kid();
    node.pass(HOUR);
    Provider dropped = dropped(rolled);
    ProviderRow now = row(dropped);
    String setAt = now.content().settings().get("secret_set_at");
    Map<String, String> forged = new HashMap<>(before.settings());
    forged.put("secret_set_at", setAt);
    Map<String, Sealed> secrets = new HashMap<>(before.secrets());
    secrets.putAll(now.content().secrets());

    node.store
        .providers()
        .update(
            now.key(),
            now.version(),
            NewNumber.NONE,
            now.content().toBuilder().settings(forged).secrets(secrets).build());

    assertThat(keys(dropped)).extracting(PublishedKey::kid).doesNotContain(old).hasSize(1);
  }

  @Test
  void aStartedRolloverGoesOnAfterARestart() throws ParseException {
    Provider rolled = added(signs());
    PublicKeySet both = set(rolled);
    node.close();
    node = node.another();

    assertThat(set(rolled)).isEqualTo(both);
    promoted(rolled);
    node.token(N);
    assertThat(signedBy()).isEqualTo(both.keys().get(1).kid());
  }
}
