package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.provider.Provider;
import io.calloutauth.store.LaterVersion;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.TokenRequestOutcome;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A provider that a later version of this library wrote, with what this one does not know. */
class LaterFormatTest extends OneNode {

  private Provider crm;

  @BeforeEach
  void bind() {
    crm = node.bound(N);
  }

  private ProviderRow row() {
    return node.store.providers().find(new ProviderKey("acme", crm.id().value())).orElseThrow();
  }

  private void write(Map<String, String> settings, Map<String, Sealed> secrets) {
    ProviderContent before = row().content();
    Map<String, String> allSettings = new HashMap<>(before.settings());
    allSettings.putAll(settings);
    Map<String, Sealed> allSecrets = new HashMap<>(before.secrets());
    allSecrets.putAll(secrets);
    node.store
        .providers()
        .update(
            row().key(),
            row().version(),
            NewNumber.NONE,
            before.toBuilder().settings(allSettings).secrets(allSecrets).build());
  }

  private Provider found() {
    return node.auth.providers().find(crm.id()).orElseThrow();
  }

  @Test
  void isNotUsed() {
    write(Map.of("format", "2"), Map.of());

    assertThat(node.refusal(N))
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, told -> assertThat(told.retryable()).isFalse())
        .hasStackTraceContaining("a later version of this library wrote its settings");
    assertThatThrownBy(() -> node.auth.tokens().obtain(crm.id()))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(server.exchanges()).isZero();
  }

  @Test
  void isNeitherEditedNorChecked() {
    io.calloutauth.provider.ProviderSettings edit = crm.toSettings();
    write(Map.of("format", "2"), Map.of());
    ProviderRow before = row();

    assertThatThrownBy(() -> node.auth.providers().update(crm.id(), before.version(), edit))
        .isInstanceOfSatisfying(
            ProviderFormatException.class, told -> assertThat(told.id()).isEqualTo(crm.id()));
    assertThatThrownBy(() -> node.auth.providers().check(edit))
        .isInstanceOf(ProviderFormatException.class);
    assertThatThrownBy(() -> found().toSettings()).isInstanceOf(IllegalStateException.class);
    assertThat(row().version()).isEqualTo(before.version());
    assertThat(server.exchanges()).isZero();
  }

  @Test
  void isShownDisabledAndDeletedAllTheSame() {
    write(Map.of("format", "2"), Map.of());

    assertThat(found().name()).isEqualTo(crm.name());
    assertThat(node.auth.providers().list(10).items()).hasSize(1);
    assertThat(node.auth.providers().disable(crm.id()).disabled()).isTrue();
    assertThat(row().content().settings()).containsEntry("format", "2");
    node.auth.providers().deleteAndDetach(crm.id());
    assertThat(node.auth.providers().find(crm.id())).isEmpty();
  }

  @Test
  void keepsThroughAnEditWhatThisVersionDoesNotKnow() {
    Sealed sealed = row().content().secrets().get("client_secret");
    write(Map.of("made_up", "kept"), Map.of());
    assertThat(node.token(N)).isEqualTo("token-1");

    node.edit(crm.id(), draft -> draft.name("Renamed").scope("orders.read"));

    assertThat(row().content().settings()).containsEntry("made_up", "kept");
    assertThat(row().content().secrets()).containsEntry("client_secret", sealed);
    assertThat(node.token(N)).isEqualTo("token-2");
  }

  @Test
  void keepsSealedValuesThatThisVersionDoesNotKnowUnlessTheyCouldGoElsewhere() {
    Sealed later = Sealed.of("k1", "made.up");
    write(Map.of(), Map.of("made_up:1", later));

    node.edit(crm.id(), draft -> draft.name("Renamed"));
    assertThat(row().content().secrets()).containsEntry("made_up:1", later);

    node.edit(
        crm.id(), draft -> draft.clientSecret("typed").testEndpoint(server.url("/elsewhere")));
    assertThat(row().content().secrets()).containsOnlyKeys("client_secret");
  }

  /** Writes a token row under a lease of its own, as a node of that version does. */
  private void writeRow(TokenRequestOutcome outcome) {
    TokenRow read = tokenRow();
    LeaseRequest request = LeaseRequest.of(row().epoch(), read, Duration.ofMinutes(1));
    Lease lease = (Lease) node.store.tokens().lease(row().key(), request);
    assertThat(node.store.tokens().complete(row().key(), lease, LaterVersion.of(outcome))).isTrue();
  }

  private TokenRow tokenRow() {
    return node.store.tokens().find(row().key()).orElseThrow();
  }

  @Test
  void leavesATokenRowThatItDoesNotKnowAsItIs() {
    assertThat(node.token(N)).isEqualTo("token-1");
    writeRow(TokenRequestOutcome.spent(Duration.ZERO));
    TokenRow written = tokenRow();
    Node other = node.another();

    assertThat(other.refusal(N))
        .isInstanceOfSatisfying(
            StoreUnavailableException.class, told -> assertThat(told.retryable()).isFalse())
        .hasStackTraceContaining("A later version of this library wrote a token row");
    assertThatThrownBy(() -> other.auth.tokens().obtain(crm.id()))
        .isInstanceOf(StoreUnavailableException.class);

    assertThat(server.exchanges()).isEqualTo(1);
    assertThat(tokenRow().fence()).isEqualTo(written.fence());
    assertThat(other.auth.tokens().status(crm.id()).state()).isEqualTo(TokenState.NONE);
    other.close();
    assertThat(node.token(N)).as("it had it before").isEqualTo("token-1");
  }
}
