package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.provider.Provider;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.Sealed;
import io.calloutauth.testkit.TokenServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a secret was set, and what becomes of an older one that comes back. */
class SecretAgeTest extends NodeTest {

  private static final Duration DAY = Duration.ofDays(1);

  private ProviderRow row(Provider provider) {
    return node.store
        .providers()
        .find(new ProviderKey("acme", provider.id().value()))
        .orElseThrow();
  }

  private void write(ProviderRow row, Map<String, String> settings, Map<String, Sealed> secrets) {
    ProviderContent content = row.content().toBuilder().settings(settings).secrets(secrets).build();
    node.store.providers().update(row.key(), row.version(), NewNumber.EPOCH, content);
    node.close();
    node = node.another();
  }

  private Instant now() {
    return node.time.instant();
  }

  @Test
  void aSecretsAgeIsShown() {
    Instant first = now();
    Provider made = node.bound("n");
    assertThat(made.secretSetAt()).contains(first);

    node.time.pass(DAY);
    assertThat(node.edit(made.id(), draft -> draft.scope("orders.read")).secretSetAt())
        .contains(first);
    assertThat(providers().disable(made.id()).secretSetAt()).contains(first);
    assertThat(node.edit(made.id(), draft -> draft.clientSecret("s3cret-2")).secretSetAt())
        .contains(now());
    node.time.pass(DAY);
    assertThat(
            node.edit(made.id(), draft -> draft.requests(r -> r.header("X-Key", "k")))
                .secretSetAt())
        .contains(now());
  }

  @Test
  void aProviderWithoutSecretsHasNone() {
    Provider made =
        providers()
            .create(
                node.settings("CRM")
                    .clientAuthentication(ClientAuthentication.NONE)
                    .clientSecret("")
                    .build());

    assertThat(made.secretSetAt()).isEmpty();
  }

  @Test
  void anOlderSecretThatIsPutBackDoesNotOpen() {
    Provider made = node.bound("n");
    Map<String, Sealed> older = row(made).content().secrets();
    node.time.pass(DAY);
    node.edit(made.id(), draft -> draft.clientSecret("s3cret-2"));

    write(row(made), row(made).content().settings(), older);

    assertThat(node.refusal("n")).isInstanceOf(SealedValueException.class);
    assertThat(server.exchanges()).isZero();
  }

  @Test
  void anOlderSecretThatIsPutBackDoesNotOpenThoughTheClockStoodOrWentBack() {
    Provider made = node.bound("n");
    for (Duration step : new Duration[] {Duration.ZERO, DAY.negated()}) {
      Map<String, Sealed> older = row(made).content().secrets();
      Instant before = providers().find(made.id()).orElseThrow().secretSetAt().orElseThrow();
      node.time.setWall(step);
      Provider edited = node.edit(made.id(), draft -> draft.clientSecret("s3cret-2"));
      assertThat(edited.secretSetAt().orElseThrow()).isAfter(before);

      write(row(made), row(made).content().settings(), older);
      assertThat(node.refusal("n")).isInstanceOf(SealedValueException.class);
      node.edit(made.id(), draft -> draft.clientSecret("s3cret-3"));
    }
  }

  @Test
  void aWholeOlderRowThatIsPutBackShowsItsAge() {
    Instant first = now();
    Provider made = node.bound("n");
    ProviderRow older = row(made);
    node.time.pass(DAY);
    node.edit(made.id(), draft -> draft.clientSecret("s3cret-2"));

    write(row(made), older.content().settings(), older.content().secrets());

    assertThat(node.token("n")).isEqualTo("token-1");
    assertThat(providers().find(made.id()).orElseThrow().secretSetAt()).contains(first);
  }

  @Test
  void aKeptValueOpensBesideANewOne() {
    Provider made =
        providers().create(node.settings("CRM").requests(r -> r.header("X-Key", "k-1")).build());
    node.auth.notifications().bind("n", made.id());
    node.time.pass(DAY);

    node.edit(made.id(), draft -> draft.clientSecret("s3cret-2"));

    assertThat(node.token("n")).isEqualTo("token-1");
  }

  @Test
  void aRevocationThatWaitsIsToldAlsoAfterANewSecret() {
    Provider made = node.bound("n");
    node.token("n");
    server.answerRevocations(new TokenServer.Answer(503, ""));
    node.auth.tokens().revoke(made.id());
    server.answerRevocations(new TokenServer.Answer(200, ""));
    node.edit(made.id(), draft -> draft.clientSecret("s3cret-2"));

    node.awaitWithinMinutes(() -> server.arrivedAt("/revoke").count() > 1);
  }
}
