package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.MANY;
import static io.calloutauth.store.ContractRows.content;
import static io.calloutauth.store.ContractRows.name;
import static io.calloutauth.store.ContractRows.newKey;
import static io.calloutauth.store.ContractRows.provider;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.ProviderStore.Creation;
import io.calloutauth.store.ProviderStore.Update;
import io.calloutauth.store.ProviderStore.Update.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What making, reading and updating of providers means. */
interface ProviderContract extends ContractStore {

  @Test
  default void findsNoProviderInAnEmptyStore() {
    ProviderKey key = newKey("acme");

    assertThat(store().providers().find(key)).isEmpty();
    assertThat(store().providers().findByName("acme", "CRM")).isEmpty();
    assertThat(store().providers().update(key, 1, NewNumber.NONE, content("CRM")))
        .isEqualTo(Update.refused(Outcome.NOT_FOUND));
    assertThat(store().providers().find(key)).isEmpty();
  }

  @Test
  default void createsAProviderWithVersionAndEpoch1AndAnEmptyTokenRow() {
    ProviderKey key = newKey("acme");

    assertThat(store().providers().create(key, content("CRM"), MANY)).isEqualTo(Creation.CREATED);

    ProviderRow row = store().providers().find(key).orElseThrow();
    assertThat(row.key()).isEqualTo(key);
    assertThat(row.version()).isEqualTo(1);
    assertThat(row.epoch()).isEqualTo(1);
    assertThat(row.content()).isEqualTo(content("CRM"));
    assertThat(row.updatedAt()).isEqualTo(row.createdAt());
    assertThat(store().providers().findByName("acme", "CRM")).contains(row);
    assertThat(store().tokens().find(key)).contains(TokenRow.EMPTY);
  }

  @Test
  default void keepsANameAsTypedBesideItsKey() {
    ProviderKey key = newKey("acme");
    ProviderContent typed =
        ProviderContent.builder(new ProviderName("My CRM", "my crm")).disabled(true).build();

    store().providers().create(key, typed, MANY);

    assertThat(store().providers().find(key).orElseThrow().content()).isEqualTo(typed);
    assertThat(store().providers().findByName("acme", "my crm")).isPresent();
    assertThat(store().providers().findByName("acme", "My CRM")).isEmpty();
  }

  @Test
  default void refusesASecondProviderOfOneNameKey() {
    ProviderKey first = provider(store(), "acme", "CRM");
    ProviderKey second = newKey("acme");
    ProviderContent sameKey = ProviderContent.builder(new ProviderName("crm", "CRM")).build();

    assertThat(store().providers().create(second, sameKey, MANY)).isEqualTo(Creation.NAME_TAKEN);

    assertThat(store().providers().find(second)).isEmpty();
    assertThat(store().tokens().find(second)).isEmpty();
    assertThat(store().providers().find(first).orElseThrow().content()).isEqualTo(content("CRM"));
  }

  @Test
  default void refusesMoreProvidersThanTheTenantMayHave() {
    ProviderKey first = provider(store(), "acme", "A");
    provider(store(), "acme", "B");
    ProviderKey third = newKey("acme");

    assertThat(store().providers().create(third, content("C"), 2))
        .isEqualTo(Creation.LIMIT_REACHED);
    assertThat(store().providers().find(third)).isEmpty();

    assertThat(store().providers().create(newKey("other"), content("C"), 2))
        .isEqualTo(Creation.CREATED);
    store().providers().delete(first, 0);
    assertThat(store().providers().create(third, content("C"), 2)).isEqualTo(Creation.CREATED);
  }

  @Test
  default void replacesTheWholeContent() {
    ProviderKey key = provider(store(), "acme", "CRM");
    ProviderRow before = store().providers().find(key).orElseThrow();
    ProviderContent next =
        ProviderContent.builder(name("Billing"))
            .disabled(true)
            .settings(Map.of("other", "setting"))
            .secrets(Map.of("header", Sealed.of("k2", "text")))
            .build();

    Update update = store().providers().update(key, 1, NewNumber.NONE, next);

    ProviderRow row = store().providers().find(key).orElseThrow();
    assertThat(row.content()).isEqualTo(next);
    assertThat(update).isEqualTo(new Update(Outcome.UPDATED, row.version(), row.epoch(), 1));
    assertThat(row.createdAt()).isEqualTo(before.createdAt());
    assertThat(row.updatedAt()).isAfterOrEqualTo(before.updatedAt());
  }

  /** A store that lost its last commits would give a number that only counts out twice. */
  @Test
  default void numbersVersionsAndEpochsByItsClock() {
    ProviderKey key = provider(store(), "acme", "CRM");
    long created = store().providers().find(key).orElseThrow().createdAt().toEpochMilli();

    Update same = ContractRows.edit(store(), key, false);
    Update next = ContractRows.edit(store(), key, true);
    Update last = ContractRows.edit(store(), key, true);

    assertThat(same.epoch()).isEqualTo(1);
    assertThat(same.version()).isGreaterThanOrEqualTo(created);
    assertThat(next.epoch()).isGreaterThanOrEqualTo(created);
    assertThat(next.version()).isGreaterThan(same.version());
    assertThat(last.epoch()).isGreaterThan(next.epoch());
    assertThat(last.version()).isGreaterThan(next.version());
    assertThat(ContractRows.epoch(store(), key)).isEqualTo(last.epoch());
    assertThat(ContractRows.version(store(), key)).isEqualTo(last.version());
  }

  @Test
  default void refusesAnUpdateOfAnotherVersion() {
    ProviderKey key = provider(store(), "acme", "CRM");
    long now = store().providers().update(key, 1, NewNumber.NONE, content("Billing")).version();
    ProviderRow before = store().providers().find(key).orElseThrow();

    for (long version : new long[] {0, 1, now - 1, now + 1}) {
      assertThat(store().providers().update(key, version, NewNumber.EPOCH, content("Late")))
          .isEqualTo(Update.refused(Outcome.STALE));
    }

    assertThat(store().providers().find(key)).contains(before);
  }

  @Test
  default void refusesAnUpdateToANameThatAnotherHas() {
    provider(store(), "acme", "CRM");
    ProviderKey key = provider(store(), "acme", "Billing");
    ProviderRow before = store().providers().find(key).orElseThrow();

    assertThat(store().providers().update(key, 1, NewNumber.EPOCH, content("CRM")))
        .isEqualTo(Update.refused(Outcome.NAME_TAKEN));

    assertThat(store().providers().find(key)).contains(before);
    assertThat(store().providers().findByName("acme", "Billing")).contains(before);
  }

  @Test
  default void freesANameThatIsNotUsedAnyMore() {
    ProviderKey key = provider(store(), "acme", "CRM");

    Update same = store().providers().update(key, 1, NewNumber.NONE, content("CRM"));
    assertThat(same.outcome()).isEqualTo(Outcome.UPDATED);
    assertThat(
            store()
                .providers()
                .update(key, same.version(), NewNumber.NONE, content("Billing"))
                .outcome())
        .isEqualTo(Outcome.UPDATED);
    assertThat(store().providers().findByName("acme", "CRM")).isEmpty();
    ProviderKey next = provider(store(), "acme", "CRM");

    store().providers().delete(next, 0);
    assertThat(store().providers().findByName("acme", "CRM")).isEmpty();
    provider(store(), "acme", "CRM");
  }

  @Test
  default void letsOneOfManyCreationsHaveAName() throws Exception {
    for (int round = 0; round < ContractRace.ROUNDS; round++) {
      String name = "name" + round;
      List<ProviderKey> keys = new ArrayList<>();
      for (int i = 0; i < ContractRace.THREADS; i++) {
        keys.add(newKey("acme"));
      }

      List<Creation> results =
          ContractRace.among(i -> store().providers().create(keys.get(i), content(name), MANY));

      assertThat(Collections.frequency(results, Creation.CREATED)).isEqualTo(1);
      assertThat(Collections.frequency(results, Creation.NAME_TAKEN)).isEqualTo(15);
      ProviderKey winner = keys.get(results.indexOf(Creation.CREATED));
      assertThat(store().providers().findByName("acme", name).map(ProviderRow::key))
          .contains(winner);
      assertThat(keys.stream().map(store().providers()::find).filter(Optional::isPresent))
          .hasSize(1);
    }
  }

  @Test
  default void letsOneOfManyUpdatesHaveAVersion() throws Exception {
    ProviderKey key = provider(store(), "acme", "CRM");
    for (int round = 0; round < ContractRace.ROUNDS; round++) {
      long read = ContractRows.version(store(), key);

      List<Outcome> results =
          ContractRace.among(
              4,
              i ->
                  store()
                      .providers()
                      .update(key, read, NewNumber.NONE, content("v" + read + "-" + i))
                      .outcome());

      assertThat(Collections.frequency(results, Outcome.UPDATED)).isEqualTo(1);
      assertThat(Collections.frequency(results, Outcome.STALE)).isEqualTo(3);
      ProviderRow row = store().providers().find(key).orElseThrow();
      assertThat(row.version()).isGreaterThan(read);
      assertThat(row.content())
          .isEqualTo(content("v" + read + "-" + results.indexOf(Outcome.UPDATED)));
    }
  }

  @Test
  default void letsOneOfTwoRenamesHaveAName() throws Exception {
    for (int round = 0; round < ContractRace.ROUNDS / 4; round++) {
      String name = "name" + round;
      List<ProviderKey> keys =
          List.of(
              provider(store(), "acme", "left" + round),
              provider(store(), "acme", "right" + round));

      List<Outcome> results =
          ContractRace.among(
              2,
              i ->
                  store()
                      .providers()
                      .update(keys.get(i), 1, NewNumber.NONE, content(name))
                      .outcome());

      assertThat(results).containsExactlyInAnyOrder(Outcome.UPDATED, Outcome.NAME_TAKEN);
    }
  }
}
