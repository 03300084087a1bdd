package io.calloutauth.jdbc;

import static io.calloutauth.jdbc.Rows.MANY;
import static io.calloutauth.jdbc.Rows.content;
import static io.calloutauth.jdbc.Rows.newKey;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.store.AuthorizationStore.Beginning;
import io.calloutauth.store.BindingRow;
import io.calloutauth.store.Claim;
import io.calloutauth.store.Continuation;
import io.calloutauth.store.KeyUse;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.Page;
import io.calloutauth.store.PendingAuthorization;
import io.calloutauth.store.PendingRevocation;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderListing;
import io.calloutauth.store.ProviderStore.Update;
import io.calloutauth.store.RevokeRequest;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.SealedPlace;
import io.calloutauth.store.Store;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.StoreException.Reason;
import io.calloutauth.store.TokenContent;
import io.calloutauth.store.TokenRequestOutcome;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.h2.engine.Mode.ModeEnum;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** H2 as hosts set it up: the store works there, or says at once that it does not. */
class H2SettingsTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  static Stream<String> modes() {
    return Arrays.stream(ModeEnum.values()).map(Enum::name);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void worksInAModeOrRefusesItWhenItIsBuilt(String mode) {
    JdbcDataSource database = database(";MODE=" + mode);
    Throwable refused = catchThrowable(() -> JdbcStore.create(database));

    if (refused == null) {
      works(JdbcStore.create(database));
    } else {
      assertThat(refused)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll("MODE=", "REGULAR");
      assertThat(mode).isIn("Oracle", "MSSQLServer", "Derby", "STRICT");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";DATABASE_TO_UPPER=FALSE",
        ";DATABASE_TO_LOWER=TRUE",
        ";DATABASE_TO_UPPER=FALSE;CASE_INSENSITIVE_IDENTIFIERS=TRUE",
        ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE",
        ";MODE=MySQL;DATABASE_TO_LOWER=TRUE;CASE_INSENSITIVE_IDENTIFIERS=TRUE"
      })
  void worksWhateverBecomesOfTheLettersOfNames(String settings) {
    works(JdbcStore.create(database(settings)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SET IGNORECASE TRUE",
        "SET COLLATION ENGLISH STRENGTH PRIMARY",
        "SET COLLATION ENGLISH STRENGTH TERTIARY"
      })
  void refusesToTakeDifferentKeysForOne(String setting) {
    JdbcStore store = JdbcStore.create(database(";INIT=" + setting));
    store.createSchema();

    StoreException refused = catchThrowableOfType(StoreException.class, store::check);

    assertThat(refused.reason()).isEqualTo(Reason.KEYS_NOT_TOLD_APART);
    assertThat(refused.retryable()).isFalse();
    assertThat(refused)
        .hasMessageContainingAll("callout_auth_provider", "tenant", "IGNORECASE", "COLLATION");
  }

  private static JdbcDataSource database(String settings) {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1" + settings);
    return database;
  }

  /** Every statement runs, and pages end where they should. */
  private static void works(JdbcStore store) {
    store.createSchema();
    store.check();
    List<ProviderKey> keys = List.of(newKey(), newKey());
    String cursor = store.changes().changesSince(null).cursor();
    for (ProviderKey key : keys) {
      store.providers().create(key, content("CRM" + keys.indexOf(key)), MANY);
      store.bindings().bind(key, "n" + keys.indexOf(key));
    }
    assertThat(store.changes().changesSince(cursor).changes()).hasSize(4);
    Page<ProviderListing> page = store.providers().list("acme", null, 1);
    assertThat(page.items()).hasSize(1);
    assertThat(store.providers().list("acme", page.next().orElseThrow(), 1).next()).isEmpty();
    tokens(store, keys.get(0));
    authorizations(store, keys.get(1));
    claims(store, keys.get(1));
    rest(store, keys.get(0));
  }

  private static void tokens(Store store, ProviderKey key) {
    Lease lease = (Lease) store.tokens().lease(key, LeaseRequest.of(1, TokenRow.EMPTY, MINUTE));
    TokenContent token = TokenContent.builder(Sealed.of("k1", "sealed"), MINUTE).build();
    store.tokens().complete(key, lease, TokenRequestOutcome.kept(token, Duration.ZERO));
    assertThat(Objects.requireNonNull(store.tokens().find(key).orElseThrow().token()).scope())
        .isEmpty();
    assertThat(store.seals().keyUses()).hasSize(1);
    assertThat(store.seals().sealedWith("k1", null, 1)).hasSize(1);
    PendingRevocation untold = PendingRevocation.of(key, "r1", Sealed.of("k1", "sealed"), MINUTE);
    assertThat(
            store
                .tokens()
                .revoke(
                    key,
                    RevokeRequest.builder(row(store, key)).telling(List.of(untold), 5).build()))
        .isTrue();
    assertThat(store.revocations().claim(MINUTE, Set.of())).isPresent();
    store.revocations().remove(untold);
  }

  private static void authorizations(Store store, ProviderKey key) {
    Sealed read = Sealed.of("k2", "sealed");
    Sealed now = Sealed.of("k3", "sealed anew");
    PendingAuthorization pending = PendingAuthorization.builder(key, "s", read, MINUTE).build();
    assertThat(store.authorizations().begin(pending, 1, 1)).isEqualTo(Beginning.BEGUN);
    Lease lease = (Lease) store.tokens().lease(key, LeaseRequest.of(1, TokenRow.EMPTY, MINUTE));
    Continuation next = Continuation.builder(1, read).dueIn(Duration.ZERO).build();
    store.tokens().complete(key, lease, TokenRequestOutcome.spent(Duration.ZERO).with(next));
    Set<SealedPlace> places = store.seals().sealedWith("k2", null, 1).get(0).values().keySet();
    assertThat(places).hasSize(2);
    for (SealedPlace place : places) {
      assertThat(store.seals().replace(key, place, read, now)).isTrue();
    }
    assertThat(store.seals().keyUses()).contains(new KeyUse("k3", 0, 2, 0));
    assertThat(store.authorizations().take("acme", "s")).isPresent();
    assertThat(store.authorizations().sweep()).isZero();
  }

  private static void claims(Store store, ProviderKey key) {
    assertThat(store.tokens().claimDue(MINUTE, Set.of("globex"))).contains(key);
    assertThat(store.tokens().claimDue(MINUTE, Set.of())).isEmpty();
    assertThat(store.tokens().putOffDue(key, row(store, key), MINUTE)).isTrue();
    Claim claim = store.claims().claim(key, "work", MINUTE).orElseThrow();
    assertThat(store.claims().claim(key, "work", MINUTE)).isEmpty();
    assertThat(store.claims().extend(claim, Duration.ZERO)).isTrue();
    assertThat(store.claims().sweep()).isEqualTo(1);
  }

  private static TokenRow row(Store store, ProviderKey key) {
    return store.tokens().find(key).orElseThrow();
  }

  private static void rest(Store store, ProviderKey key) {
    assertThat(store.providers().update(key, 1, NewNumber.EPOCH, content("Renamed")).outcome())
        .isEqualTo(Update.Outcome.UPDATED);
    assertThat(store.providers().delete(key, 1).firstUsers()).containsExactly("n0");
    assertThat(store.bindings().list(key, null, 1).items())
        .containsExactly(new BindingRow("acme", "n0", key.id()));
    assertThat(store.bindings().unbind("acme", "n0")).isTrue();
    assertThat(store.providers().delete(key, 1).deleted()).isTrue();
    store.purge("acme");
    assertThat(store.providers().list("acme", null, 1).items()).isEmpty();
  }
}
