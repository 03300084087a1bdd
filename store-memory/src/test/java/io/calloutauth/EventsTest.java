package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import ch.qos.logback.classic.Level;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.HostListener;
import io.calloutauth.testkit.RecordedLog;
import io.calloutauth.testkit.TokenServer;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class EventsTest extends NodeTest {

  private final HostListener host = new HostListener();
  private final List<CalloutAuthEvent> told = host.told;

  @Override
  public UnaryOperator<CalloutAuthBuilder> settings() {
    return builder -> builder.allowTokenDisclosure().listener(host);
  }

  private CalloutAuthEvent told(EventType type) {
    Eventually.holds(() -> told.stream().anyMatch(event -> event.type() == type));
    CalloutAuthEvent found =
        told.stream().filter(event -> event.type() == type).findFirst().orElseThrow();
    assertThat(found.tenant()).isEqualTo("acme");
    assertThat(found.time()).isEqualTo(node.time.instant());
    assertThat(found.toString()).doesNotContain("s3cret").doesNotContain("token-");
    return found;
  }

  private CalloutAuth alice() {
    return node.auth.as("alice");
  }

  @Test
  void everythingThatAnAdministratorDoesIsToldWithItsFields() {
    Provider made = alice().providers().create(node.settings("CRM").build());
    ProviderId id = made.id();
    alice()
        .providers()
        .update(
            id, 1, made.toSettings().toBuilder().name("x").scope("y").clientSecret("z").build());
    alice().providers().disable(id);
    alice().providers().enable(id);
    alice().notifications().bind("n", id);
    alice().notifications().bind("m", id);
    alice().notifications().unbind("m");
    alice().providers().deleteAndDetach(id);

    for (CalloutAuthEvent event : told) {
      assertThat(event.actor()).contains("alice");
      assertThat(event.tenant()).isEqualTo("acme");
      assertThat(event.time()).isEqualTo(node.time.instant());
      assertThat(event.succeeded()).isTrue();
    }
    assertThat(told)
        .extracting(CalloutAuthEvent::type)
        .containsExactly(
            EventType.PROVIDER_CREATED,
            EventType.SECRET_SET,
            EventType.PROVIDER_UPDATED,
            EventType.SECRET_SET,
            EventType.PROVIDER_DISABLED,
            EventType.PROVIDER_ENABLED,
            EventType.BINDING_MADE,
            EventType.BINDING_MADE,
            EventType.BINDING_REMOVED,
            EventType.PROVIDER_DELETED,
            EventType.BINDING_DETACHED);
    assertThat(told)
        .filteredOn(event -> event.type() != EventType.BINDING_REMOVED)
        .allSatisfy(event -> assertThat(event.providerId()).contains(id));
    assertThat(told(EventType.PROVIDER_UPDATED).changedFields())
        .containsExactly(ProviderField.NAME, ProviderField.CLIENT_SECRET, ProviderField.SCOPE);
    assertThat(told(EventType.BINDING_DETACHED).notificationId()).contains("n");
    assertThat(told(EventType.BINDING_REMOVED).notificationId()).contains("m");
  }

  @Test
  void whoAskedForATokenInVainIsTold() {
    Provider provider = node.bound("n");
    server.answerTokens(n -> new TokenServer.Answer(401, "{\"error\":\"invalid_client\"}"));

    assertThat(catchThrowable(() -> alice().tokens().obtain(provider.id())))
        .isInstanceOf(TokenErrorException.class);

    assertThat(told(EventType.TOKEN_REQUESTED))
        .satisfies(asked -> assertThat(asked.actor()).contains("alice"))
        .satisfies(asked -> assertThat(asked.succeeded()).isFalse());
  }

  @Test
  void aPurgeIsTold() {
    node.tenants.purge("acme");

    assertThat(told(EventType.TENANT_PURGED).providerId()).isEmpty();
    assertThat(told(EventType.TENANT_PURGED).actor()).isEmpty();
  }

  @Test
  void whoPurgedIsTold() {
    CalloutAuthTenants operator = node.tenants.as("operator");
    operator.tenant("acme").providers().create(node.settings("CRM").build());
    operator.purge("acme");

    assertThat(told(EventType.PROVIDER_CREATED).actor()).contains("operator");
    assertThat(told(EventType.TENANT_PURGED))
        .satisfies(purged -> assertThat(purged.actor()).contains("operator"))
        .satisfies(purged -> assertThat(purged.tenant()).isEqualTo("acme"));
  }

  @Test
  void everythingThatHappensToTokensIsTold() {
    Provider provider = node.bound("n");
    node.token("n");
    assertThat(told(EventType.TOKEN_OBTAINED).providerId()).contains(provider.id());
    alice().tokens().obtain(provider.id());
    assertThat(told(EventType.TOKEN_RENEWED).succeeded()).isTrue();
    assertThat(told(EventType.TOKEN_REQUESTED))
        .satisfies(asked -> assertThat(asked.actor()).contains("alice"))
        .satisfies(asked -> assertThat(asked.succeeded()).isTrue());
    alice().tokens().accessToken(provider.id(), TARGET);
    assertThat(told(EventType.TOKEN_DISCLOSED).actor()).contains("alice");
    server.answerTests(new TokenServer.Answer(403, ""));
    alice().tokens().test(provider.id());
    CalloutAuthEvent tested = told(EventType.TOKEN_TESTED);
    assertThat(tested.succeeded()).isFalse();
    assertThat(tested.actor()).contains("alice");
    alice().tokens().revoke(provider.id());
    CalloutAuthEvent revoked = told(EventType.TOKEN_REVOKED);
    assertThat(revoked.detail()).isEqualTo("REVOKED");
    assertThat(revoked.actor()).contains("alice");
    server.answerTokens(
        n ->
            new TokenServer.Answer(
                401, "{\"error\":\"invalid_client\",\"error_description\":\"token-x\"}"));
    assertThat(catchThrowable(() -> node.token("n"))).isNotNull();
    CalloutAuthEvent failed = told(EventType.TOKEN_FAILED);
    assertThat(failed.succeeded()).isFalse();
    assertThat(failed.detail()).contains("invalid_client").contains("401");
  }

  @Test
  void aCheckIsToldThoughNothingIsStored() {
    alice().providers().check(node.settings("CRM").build());

    CalloutAuthEvent tested = told(EventType.TOKEN_TESTED);
    assertThat(tested.providerId()).isEmpty();
    assertThat(tested.succeeded()).isTrue();
    Provider made = created("CRM");
    told.clear();
    alice().providers().check(made.toSettings());
    assertThat(told(EventType.TOKEN_TESTED).providerId()).contains(made.id());
  }

  @Test
  void aSecretThatDoesNotOpenIsTold() {
    Provider made = node.bound("n");
    change(made, settings -> settings.put("token_endpoint", server.url("/stolen")));

    assertThat(catchThrowable(() -> node.token("n"))).isInstanceOf(SealedValueException.class);

    CalloutAuthEvent event = told(EventType.VALUE_UNOPENED);
    assertThat(event.providerId()).contains(made.id());
    assertThat(event.succeeded()).isFalse();
    assertThat(event.detail()).isEqualTo(node.auth.health().keyIds().get(0));
  }

  private void change(Provider made, Consumer<Map<String, String>> edit) {
    ProviderKey key = new ProviderKey("acme", made.id().value());
    ProviderRow row = node.store.providers().find(key).orElseThrow();
    Map<String, String> settings = new HashMap<>(row.content().settings());
    edit.accept(settings);
    node.store
        .providers()
        .update(
            key,
            row.version(),
            NewNumber.NONE,
            row.content().toBuilder().settings(settings).build());
  }

  @Test
  void aVetoStoresNothingAndReachesTheCaller() {
    Provider made = node.bound("n");
    Map<EventType, Runnable> changes = new HashMap<>();
    changes.put(EventType.PROVIDER_CREATED, () -> created("other"));
    changes.put(
        EventType.PROVIDER_UPDATED,
        () ->
            providers().update(made.id(), 1, made.toSettings().toBuilder().name("other").build()));
    changes.put(EventType.PROVIDER_DISABLED, () -> providers().disable(made.id()));
    changes.put(EventType.PROVIDER_DELETED, () -> providers().deleteAndDetach(made.id()));
    changes.put(EventType.BINDING_MADE, () -> node.auth.notifications().bind("m", made.id()));
    changes.put(EventType.BINDING_REMOVED, () -> node.auth.notifications().unbind("n"));
    changes.put(EventType.TENANT_PURGED, () -> node.tenants.purge("acme"));
    told.clear();

    changes.forEach(this::isVetoed);

    assertThat(told).isEmpty();
    assertThat(providers().list(10).items())
        .extracting(line -> line.provider().name())
        .containsExactly("CRM of n");
    assertThat(providers().find(made.id()).orElseThrow().version()).isEqualTo(1);
    assertThat(node.auth.notifications().find("m")).isEmpty();
    host.vetoed = null;
    assertThat(node.token("n")).isEqualTo("token-1");
  }

  private void isVetoed(EventType type, Runnable change) {
    host.vetoed = type;
    host.proposed.clear();
    assertThatThrownBy(change::run).isInstanceOf(HostListener.Veto.class).hasMessage("not " + type);
    assertThat(host.proposed).extracting(CalloutAuthEvent::type).containsExactly(type);
  }

  @Test
  void anExceptionAfterAChangeReachesTheCallerAndTheChangeHolds() {
    Provider made = node.bound("n");
    node.token("n");
    host.broken = EventType.PROVIDER_DISABLED;

    assertThatThrownBy(() -> providers().disable(made.id())).isInstanceOf(HostListener.Veto.class);

    assertThat(catchThrowable(() -> node.token("n"))).isInstanceOf(ProviderDisabledException.class);
  }

  @Test
  void aListenerThatThrowsHarmsNoCalloutAndHearsTheNextEvent() {
    Provider provider = node.bound("n");
    host.broken = EventType.TOKEN_OBTAINED;

    List<String> logged =
        RecordedLog.of(
            EventQueue.class.getName(),
            Level.WARN,
            () -> {
              assertThat(node.token("n")).isEqualTo("token-1");
              node.auth.tokens().obtain(provider.id());
              assertThat(node.token("n")).isEqualTo("token-2");
              told(EventType.TOKEN_RENEWED);
            });

    assertThat(logged).hasSize(1).first().asString().contains("TOKEN_OBTAINED");
  }

  @Test
  void aListenerThatBlocksHarmsNoCallout() {
    host.shut();
    Provider provider = node.bound("n");

    assertThat(node.token("n")).isEqualTo("token-1");
    node.auth.tokens().obtain(provider.id());
    assertThat(node.token("n")).isEqualTo("token-2");
    node.auth.tokens().revoke(provider.id());
    assertThat(node.token("n")).isEqualTo("token-3");
    host.open();

    Eventually.holds(() -> told.stream().anyMatch(e -> e.type() == EventType.TOKEN_REVOKED));
  }

  @Test
  void timeIsTheClocks() {
    node.pass(Duration.ofDays(3));
    created("CRM");

    assertThat(told(EventType.PROVIDER_CREATED).time()).isEqualTo(node.time.instant());
  }

  @Test
  void anUpdateOfWhatGoesAtThatMomentIsNotTold() {
    Provider made = created("CRM");
    ProviderKey key = new ProviderKey("acme", made.id().value());
    host.beforeUpdate = () -> node.store.providers().delete(key, 1);

    assertThatThrownBy(() -> node.edit(made.id(), draft -> draft.name("other")))
        .isInstanceOf(ProviderNotFoundException.class);

    assertThat(told).extracting(CalloutAuthEvent::type).doesNotContain(EventType.PROVIDER_UPDATED);
  }

  @Test
  void theDeletionOfAnUnusedProviderIsTold() {
    Provider made = created("CRM");

    alice().providers().delete(made.id());

    assertThat(told(EventType.PROVIDER_DELETED).providerId()).contains(made.id());
  }

  @Test
  void eventsThatFindNoRoomAreSeenInTheHealth() {
    host.shut();
    Provider provider = node.bound("n");
    for (int n = 0; n < 10_010; n++) {
      alice().tokens().accessToken(provider.id(), TARGET);
    }

    assertThat(node.auth.health().eventsDropped()).isPositive();
    host.open();
  }
}
