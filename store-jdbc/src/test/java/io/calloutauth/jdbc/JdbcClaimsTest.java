package io.calloutauth.jdbc;

import static io.calloutauth.jdbc.Rows.MANY;
import static io.calloutauth.jdbc.Rows.content;
import static io.calloutauth.jdbc.Rows.newKey;
import static io.calloutauth.jdbc.Rows.provider;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.Claim;
import io.calloutauth.store.Continuation;
import io.calloutauth.store.ContractRace;
import io.calloutauth.store.Lease;
import io.calloutauth.store.LeaseRequest;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Sealed;
import io.calloutauth.store.Store;
import io.calloutauth.store.TokenRequestOutcome;
import io.calloutauth.store.TokenRow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Claims on two nodes, beside a host's transactions, and as clocks step. */
class JdbcClaimsTest {

  private static final Duration MINUTES = Duration.ofMinutes(10);

  @ParameterizedTest
  @EnumSource
  void givesAPieceOfWorkToOneOfManyCallsOnTwoNodes(TestDatabase database) throws Exception {
    List<Store> nodes = RaceTest.nodes(database);
    ProviderKey key = provider(nodes.get(0), "CRM");
    for (int round = 0; round < RaceTest.ROUNDS; round++) {
      String name = "round " + round / 2; // every other one meets a claim that ran out

      List<Optional<Claim>> claims =
          ContractRace.among(
              RaceTest.THREADS, i -> nodes.get(i % 2).claims().claim(key, name, MINUTES));

      List<Claim> taken = claims.stream().flatMap(Optional::stream).toList();
      assertThat(taken).hasSize(1);
      assertThat(nodes.get(1).claims().extend(taken.get(0), Duration.ZERO)).isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource
  void joinsNoTransactionOfTheHosts(TestDatabase database) {
    database.emptyStore();
    SpringHost host = new SpringHost(database.pool(), "READ_COMMITTED").withTable();
    Store store = JdbcStore.create(host.proxy());
    ProviderKey committed = provider(store, "Committed");
    ProviderKey dropped = newKey();

    host.rollsBack(
        () -> {
          host.addRow("dropped");
          store.providers().create(dropped, content("Dropped"), MANY);
          assertThat(store.claims().claim(dropped, "remind", MINUTES)).isEmpty();
          assertThat(store.claims().claim(committed, "remind", MINUTES)).isPresent();
        });

    assertThat(host.rows()).isZero();
    assertThat(store.claims().claim(committed, "remind", MINUTES)).isEmpty();
  }

  /** Only the first claim of a name waits for a provider that is being edited. */
  @ParameterizedTest
  @EnumSource
  void takesAClaimOverWhileTheProviderIsBeingEdited(TestDatabase database) {
    database.emptyStore();
    SpringHost host = new SpringHost(database.pool(), "READ_COMMITTED").withTable();
    Store store = JdbcStore.create(host.proxy());
    ProviderKey key = provider(store, "CRM");
    assertThat(store.claims().claim(key, "remind", Duration.ZERO)).isPresent();

    host.commits(
        () -> {
          long version = store.providers().find(key).orElseThrow().version();
          store.providers().update(key, version, NewNumber.NONE, content("Edited"));
          Claim claim = store.claims().claim(key, "remind", MINUTES).orElseThrow();
          assertThat(store.claims().extend(claim, MINUTES)).isTrue();
        });

    assertThat(store.claims().claim(key, "remind", MINUTES)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void letsNoClaimRunLongerWhenTheClockStepsBack(TestDatabase database) {
    Store store = database.emptyStore();
    ProviderKey key = provider(store, "CRM");
    store.claims().claim(key, "remind", MINUTES);
    move(database, "claim", "claimed_from", "claimed_until", 3_000);
    assertThat(store.claims().claim(key, "remind", MINUTES)).isEmpty();
    assertThat(store.claims().sweep()).isZero();

    move(database, "claim", "claimed_from", "claimed_until", 3_600_000);
    assertThat(store.claims().claim(key, "remind", MINUTES)).isPresent();
    assertThat(store.claims().claim(key, "remind", MINUTES)).isEmpty();
    move(database, "claim", "claimed_from", "claimed_until", 3_600_000);
    assertThat(store.claims().sweep()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void letsAContinuationBeDueNoLaterWhenTheClockStepsBack(TestDatabase database) {
    Store store = database.emptyStore();
    ProviderKey key = provider(store, "CRM");
    provider(store, "Without");
    Lease lease = (Lease) store.tokens().lease(key, LeaseRequest.of(1, TokenRow.EMPTY, MINUTES));
    Continuation next = Continuation.builder(1, Sealed.of("k1", "x")).dueIn(MINUTES).build();
    store.tokens().complete(key, lease, TokenRequestOutcome.spent(Duration.ZERO).with(next));
    move(database, "token", "refresh_due_from", "refresh_due_at", 3_000);
    assertThat(store.tokens().claimDue(MINUTES, Set.of())).isEmpty();

    move(database, "token", "refresh_due_from", "refresh_due_at", 3_600_000);
    assertThat(store.tokens().claimDue(MINUTES, Set.of("globex"))).contains(key);
    assertThat(store.tokens().claimDue(MINUTES, Set.of())).isEmpty();
  }

  /** Puts times ahead of the clock. */
  private static void move(
      TestDatabase database, String table, String from, String until, long millis) {
    database.execute(
        "UPDATE callout_auth_%1$s SET %2$s = %2$s + %4$d, %3$s = %3$s + %4$d WHERE %3$s > 0"
            .formatted(table, from, until, millis));
  }
}
