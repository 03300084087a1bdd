package io.calloutauth.store;

import static io.calloutauth.store.ContractRows.content;
import static io.calloutauth.store.ContractRows.newKey;
import static io.calloutauth.store.ContractRows.provider;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Changes;
import io.calloutauth.store.ChangeFeed.Kind;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What the change feed means. */
interface ChangeFeedContract extends ContractStore {

  @Test
  default void startsFromNow() {
    provider(store(), "acme", "Before");

    Changes start = store().changes().changesSince(null);

    assertThat(start.changes()).isEmpty();
    assertThat(start.gap()).isFalse();
    assertThat(start.more()).isFalse();
    ProviderKey after = provider(store(), "acme", "After");
    assertThat(since(start.cursor())).contains(providerChange(after));
  }

  @Test
  default void tellsNothingWhenNothingChanged() {
    String cursor = store().changes().changesSince(null).cursor();

    Changes changes = store().changes().changesSince(cursor);

    assertThat(changes.changes()).isEmpty();
    assertThat(changes.gap()).isFalse();
    assertThat(changes.more()).isFalse();
    assertThat(store().changes().changesSince(changes.cursor()).gap()).isFalse();
  }

  @Test
  default void tellsEachChangeOfAProvider() {
    ProviderKey key = newKey("acme");

    assertTold(
        () -> store().providers().create(key, content("CRM"), 10), Set.of(providerChange(key)));
    assertTold(
        () -> store().providers().update(key, 1, NewNumber.NONE, content("New")),
        Set.of(providerChange(key)));
    assertTold(
        () -> store().tokens().revoke(key, RevokeRequest.of(TokenRow.EMPTY)),
        Set.of(providerChange(key)));
    assertTold(() -> store().providers().delete(key, 0), Set.of(providerChange(key)));
  }

  @Test
  default void tellsEachChangeOfABinding() {
    ProviderKey key = provider(store(), "acme", "CRM");
    ProviderKey other = provider(store(), "acme", "Other");
    Change change = new Change("acme", Kind.BINDING, "n1");

    assertTold(() -> store().bindings().bind(key, "n1"), Set.of(change));
    assertTold(() -> store().bindings().bind(other, "n1"), Set.of(change));
    assertTold(() -> store().bindings().unbind("acme", "n1"), Set.of(change));
  }

  @Test
  default void tellsEveryNotificationThatADeletionByForceDetached() {
    ProviderKey key = provider(store(), "acme", "CRM");
    store().bindings().bind(key, "n1");
    store().bindings().bind(key, "n2");

    assertTold(
        () -> store().providers().deleteAndDetach(key),
        Set.of(
            providerChange(key),
            new Change("acme", Kind.BINDING, "n1"),
            new Change("acme", Kind.BINDING, "n2")));
    assertTold(
        () -> store().bindings().unbind("acme", "n1"),
        Set.of(new Change("acme", Kind.BINDING, "n1")));
  }

  @Test
  default void tellsThatATenantWasPurged() {
    provider(store(), "acme", "CRM");
    String cursor = now();

    store().purge("acme");

    assertThat(since(cursor)).contains(new Change("acme", Kind.TENANT, ""));
  }

  @Test
  default void tellsChangesOfAllTenants() {
    String cursor = now();
    ProviderKey here = provider(store(), "acme", "CRM");
    ProviderKey there = provider(store(), "ACME", "CRM");

    assertThat(since(cursor)).containsSubsequence(providerChange(here), providerChange(there));
  }

  @Test
  default void answersARepeatedCursorAgain() {
    String cursor = now();
    ProviderKey first = provider(store(), "acme", "First");
    List<Change> once = since(cursor);
    ProviderKey second = provider(store(), "acme", "Second");

    assertThat(once).contains(providerChange(first));
    assertThat(since(cursor)).contains(providerChange(first), providerChange(second));
  }

  @Test
  default void answersACursorItCannotReadWithAGapAndGoesOnFromThere() {
    for (String cursor : List.of("", "?", "-1", "null", "\u00E9:1", "9".repeat(400))) {
      Changes changes = store().changes().changesSince(cursor);

      assertThat(changes.gap()).isTrue();
      ProviderKey key = provider(store(), "acme", "after " + cursor.length() + cursor.hashCode());
      assertThat(since(changes.cursor())).contains(providerChange(key));
    }
  }

  @Test
  default void missesNoChangeOfManyWritersAtOnce() throws Exception {
    ProviderKey key = provider(store(), "acme", "CRM");
    int each = 50;
    String[] cursor = {now()};
    Set<String> seen = new LinkedHashSet<>();
    AtomicInteger writing = new AtomicInteger(8);

    ContractRace.among(
        9,
        i -> {
          if (i == 8) {
            while (writing.get() > 0) {
              cursor[0] = read(cursor[0], seen);
            }
          } else {
            IntStream.range(0, each).forEach(n -> store().bindings().bind(key, i + "-" + n));
            writing.decrementAndGet();
          }
          return i;
        });
    read(cursor[0], seen);

    Set<String> written =
        IntStream.range(0, 8)
            .boxed()
            .flatMap(i -> IntStream.range(0, each).mapToObj(n -> i + "-" + n))
            .collect(Collectors.toSet());
    assertThat(seen).containsAll(written);
  }

  private String now() {
    return store().changes().changesSince(null).cursor();
  }

  private void assertTold(Runnable change, Set<Change> expected) {
    String cursor = now();
    change.run();
    // A feed may repeat what it told before.
    assertThat(since(cursor)).containsAll(expected);
  }

  private List<Change> since(String cursor) {
    List<Change> all = new ArrayList<>();
    Changes page;
    String from = cursor;
    do {
      page = store().changes().changesSince(from);
      assertThat(page.gap()).isFalse();
      all.addAll(page.changes());
      from = page.cursor();
    } while (page.more());
    return all;
  }

  private String read(String cursor, Set<String> subjects) {
    Changes page;
    String from = cursor;
    do {
      page = store().changes().changesSince(from);
      assertThat(page.gap()).isFalse();
      page.changes().forEach(change -> subjects.add(change.subject()));
      from = page.cursor();
    } while (page.more());
    return from;
  }

  private static Change providerChange(ProviderKey key) {
    return new Change(key.tenant(), Kind.PROVIDER, key.id());
  }
}
