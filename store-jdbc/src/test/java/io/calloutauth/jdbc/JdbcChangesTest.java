package io.calloutauth.jdbc;

import static io.calloutauth.jdbc.Rows.content;
import static io.calloutauth.jdbc.Rows.newKey;
import static io.calloutauth.jdbc.Rows.provider;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.ChangeFeed.Changes;
import io.calloutauth.store.ChangeFeed.Kind;
import io.calloutauth.store.ContractRace;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.Store;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The change feed where transactions commit in another order than they wrote. */
class JdbcChangesTest {

  private static final int EACH = 25;

  @ParameterizedTest
  @EnumSource
  void tellsAChangeThatWasCommittedAfterLaterOnes(TestDatabase database) throws Exception {
    Store store = database.emptyStore();
    SpringHost host = new SpringHost(database.pool(), "READ_COMMITTED");
    Store joining = JdbcStore.create(host.proxy());
    ProviderKey late = newKey();
    String[] cursor = {store.changes().changesSince(null).cursor()};

    host.commits(
        () -> {
          joining.providers().create(late, content("Late"), 10);
          ProviderKey early = elsewhere(() -> provider(store, "Early"));
          Changes first = elsewhere(() -> store.changes().changesSince(cursor[0]));
          assertThat(subjects(first)).containsExactly(early.id());
          Changes second = elsewhere(() -> store.changes().changesSince(first.cursor()));
          assertThat(second.changes()).isEmpty();
          cursor[0] = second.cursor();
        });

    Changes last = store.changes().changesSince(cursor[0]);
    assertThat(subjects(last)).containsExactly(late.id());
    assertThat(store.changes().changesSince(last.cursor()).changes()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void tellsAChangeThatWasWrittenBeforeTheNodeStartedAndCommittedAfter(TestDatabase database)
      throws Exception {
    Store store = database.emptyStore();
    SpringHost host = new SpringHost(database.pool(), "READ_COMMITTED");
    Store joining = JdbcStore.create(host.proxy());
    provider(store, "Before");
    ProviderKey late = newKey();
    String[] cursor = new String[1];

    host.commits(
        () -> {
          joining.providers().create(late, content("Late"), 10);
          elsewhere(() -> provider(store, "Early"));
          Changes start = elsewhere(() -> store.changes().changesSince(null));
          assertThat(start.changes()).isEmpty();
          cursor[0] = start.cursor();
        });

    assertThat(subjects(store.changes().changesSince(cursor[0]))).contains(late.id());
  }

  @ParameterizedTest
  @EnumSource
  void waitsForAnIdThatNeverComesWithoutStoppingAtIt(TestDatabase database) {
    Store store = database.emptyStore();
    SpringHost host = new SpringHost(database.pool(), "READ_COMMITTED");
    Store joining = JdbcStore.create(host.proxy());
    String cursor = store.changes().changesSince(null).cursor();

    host.rollsBack(() -> joining.providers().create(newKey(), content("Dropped"), 10));
    ProviderKey kept = provider(store, "Kept");

    Changes changes = store.changes().changesSince(cursor);
    assertThat(subjects(changes)).containsExactly(kept.id());
    assertThat(cursor(changes).missing()).isNotEmpty();
    ProviderKey next = provider(store, "Next");
    assertThat(subjects(store.changes().changesSince(changes.cursor()))).containsExactly(next.id());
  }

  /** By its mark a node tells the commit of its own change from a rollback. */
  @ParameterizedTest
  @EnumSource
  void bringsTheMarkOfAChangeOnceItIsCommitted(TestDatabase database) throws Exception {
    Store store = database.emptyStore();
    SpringHost host = new SpringHost(database.pool(), "READ_COMMITTED");
    Store joining = JdbcStore.create(host.proxy());
    assertThat(joining.changes().lastMark()).isNull();
    String cursor = store.changes().changesSince(null).cursor();

    host.rollsBack(() -> joining.providers().create(newKey(), content("Dropped"), 10));
    String dropped = joining.changes().lastMark();
    List<String> marks = new ArrayList<>();
    host.commits(
        () -> {
          joining.providers().create(newKey(), content("Late"), 10);
          marks.add(Objects.requireNonNull(joining.changes().lastMark()));
          assertThat(elsewhere(() -> store.changes().changesSince(cursor).marks())).isEmpty();
        });
    provider(joining, "Apart");
    marks.add(Objects.requireNonNull(joining.changes().lastMark()));

    assertThat(marks).doesNotHaveDuplicates().doesNotContain(dropped);
    assertThat(store.changes().changesSince(cursor).marks()).isEqualTo(marks);
    assertThat(store.changes().changesSince(null).marks()).as("start").isEqualTo(marks);
    assertThat(store.changes().changesSince("lost")).as("gap").matches(Changes::gap);
    assertThat(store.changes().changesSince("lost").marks()).as("gap").isEqualTo(marks);
    assertThat(elsewhere(() -> String.valueOf(joining.changes().lastMark()))).isEqualTo("null");
  }

  @ParameterizedTest
  @EnumSource
  void missesNothingOfTransactionsOfManyLengths(TestDatabase database) throws Exception {
    Store store = database.emptyStore();
    SpringHost host = new SpringHost(database.pool(), "READ_COMMITTED");
    Store joining = JdbcStore.create(host.proxy());
    ProviderKey key = provider(store, "CRM");
    String[] cursor = {store.changes().changesSince(null).cursor()};
    Set<String> heard = new HashSet<>();
    int writers = 12;
    AtomicInteger writing = new AtomicInteger(writers);
    AtomicInteger polls = new AtomicInteger();

    ContractRace.among(
        writers + 1,
        i -> {
          if (i == writers) {
            while (writing.get() > 0) {
              cursor[0] = hear(store, cursor[0], heard);
              polls.incrementAndGet();
            }
          } else {
            write(host, joining, key, i, polls);
            writing.decrementAndGet();
          }
          return i;
        });
    hear(store, cursor[0], heard);

    Set<String> written =
        IntStream.range(0, writers)
            .boxed()
            .flatMap(i -> IntStream.range(0, EACH).mapToObj(n -> i + "-" + n))
            .collect(Collectors.toSet());
    assertThat(heard).containsAll(written);
  }

  @ParameterizedTest
  @EnumSource
  void tellsOfAGapWhenTheLogEndsBelowWhereItWas(TestDatabase database) {
    Store store = database.emptyStore();
    ProviderKey key = provider(store, "CRM");
    store.bindings().bind(key, "n1");
    String cursor = store.changes().changesSince(null).cursor();

    // As after a restore from a backup.
    database.execute("DELETE FROM callout_auth_change WHERE kind = 'BINDING'");

    Changes changes = store.changes().changesSince(cursor);
    assertThat(changes.gap()).isTrue();
    assertThat(store.changes().changesSince(changes.cursor()).gap()).isFalse();
  }

  /** PostgreSQL's sequences jump ahead at a promotion; other databases give the ids out again. */
  @ParameterizedTest
  @EnumSource
  void tellsOfAGapWhenChangesWereLostAndTheLogGrewPastThem(TestDatabase database) {
    Store store = database.emptyStore();
    ProviderKey key = provider(store, "CRM");
    store.bindings().bind(key, "n1");
    String read = store.changes().changesSince(null).cursor();
    long head = cursor(store.changes().changesSince(read)).head();

    database.execute("DELETE FROM callout_auth_change WHERE kind = 'BINDING'");
    insertAt(database, head + 33, "new");
    assertThat(store.changes().changesSince(read).gap()).as("its row is gone").isTrue();
    insertAt(database, head, "other");
    Changes changes = store.changes().changesSince(read);

    assertThat(changes.gap()).as("another row has its id").isTrue();
    assertThat(store.changes().changesSince(changes.cursor()).gap()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void tellsOfAGapWhenOnlyAChangeThatWasCommittedLateWasLost(TestDatabase database) {
    Store store = database.emptyStore();
    SpringHost host = new SpringHost(database.pool(), "READ_COMMITTED");
    Store joining = JdbcStore.create(host.proxy());
    ProviderKey late = newKey();
    String[] cursor = {store.changes().changesSince(null).cursor()};
    host.commits(
        () -> {
          joining.providers().create(late, content("Late one"), 10);
          elsewhere(() -> provider(store, "Early one"));
          cursor[0] = elsewhere(() -> store.changes().changesSince(cursor[0])).cursor();
        });
    cursor[0] = store.changes().changesSince(cursor[0]).cursor();
    assertThat(store.changes().changesSince(cursor[0]).gap()).isFalse();

    database.execute("DELETE FROM callout_auth_change WHERE subject = '" + late.id() + "'");

    assertThat(store.changes().changesSince(cursor[0]).gap()).isTrue();
  }

  /** Its id is below those of a long page, and its commit may have been the last one. */
  @ParameterizedTest
  @EnumSource
  void tellsOfAGapWhenOnlyTheFirstChangeOfALongPageWasLost(TestDatabase database) {
    Store store = database.emptyStore();
    provider(store, "Before");
    String before = store.changes().changesSince(null).cursor();
    ProviderKey first = provider(store, "First");
    insert(database, 7);
    String read = store.changes().changesSince(before).cursor();
    String start = store.changes().changesSince(null).cursor();
    assertThat(store.changes().changesSince(read).gap()).isFalse();
    assertThat(store.changes().changesSince(start).gap()).isFalse();

    database.execute("DELETE FROM callout_auth_change WHERE subject = '" + first.id() + "'");

    assertThat(store.changes().changesSince(read).gap()).as("it was heard of").isTrue();
    assertThat(store.changes().changesSince(start).gap()).as("it was there before").isTrue();
  }

  /** It is on a page that another one came after, and its commit may have been the last one. */
  @ParameterizedTest
  @EnumSource
  void tellsOfAGapWhenOnlyTheFirstChangeOfTheFirstOfTwoPagesWasLost(TestDatabase database) {
    Store store = database.emptyStore();
    provider(store, "Before");
    String before = store.changes().changesSince(null).cursor();
    ProviderKey first = provider(store, "First");
    insert(database, 72);
    Changes page = store.changes().changesSince(before);
    Changes last = store.changes().changesSince(page.cursor());
    assertThat(page.more()).isTrue();
    assertThat(last.more()).isFalse();
    assertThat(store.changes().changesSince(last.cursor()).gap()).isFalse();

    database.execute("DELETE FROM callout_auth_change WHERE subject = '" + first.id() + "'");

    assertThat(store.changes().changesSince(last.cursor()).gap()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void deletesALongLogInSlicesOneWithEachPoll(TestDatabase database) {
    Store store = database.emptyStore();
    insert(database, 150);
    database.execute("UPDATE callout_auth_change SET changed_at = 1");
    provider(store, "CRM");
    JdbcChanges feed =
        new JdbcChanges(database.apart(), new ChangePurge(database.apart(), -1), () -> null);
    String cursor = feed.changesSince(null).cursor();

    List<Long> left = new ArrayList<>();
    for (int poll = 0; poll < 4; poll++) {
      cursor = feed.changesSince(cursor).cursor();
      left.add(database.count("SELECT count(*) FROM callout_auth_change"));
    }

    assertThat(left).containsExactly(12_501L, 2_501L, 2L, 2L);
  }

  @Test
  void deletesOldChangesAgainAfterAClockThatWasAheadForAWhile() {
    TestDatabase database = TestDatabase.H2_MEMORY;
    ChangePurge purge = purgeOfAnEmptyStore(database);
    Instant now = Instant.now();
    purge.run(now.toEpochMilli());
    purge.run(now.plus(Duration.ofDays(365)).toEpochMilli());
    insert(database, 2);
    database.execute("UPDATE callout_auth_change SET changed_at = 1");

    purge.run(now.plus(Duration.ofMinutes(1)).toEpochMilli());

    assertThat(database.count("SELECT count(*) FROM callout_auth_change")).isEqualTo(1);
  }

  private static ChangePurge purgeOfAnEmptyStore(TestDatabase database) {
    assertThat(database.emptyStore().changes()).isNotNull();
    return new ChangePurge(database.apart());
  }

  /** H2 gives up waiting for a lock by itself. */
  @ParameterizedTest
  @EnumSource(names = {"POSTGRESQL", "MARIADB"})
  void answersAlsoWhenOldChangesCannotBeDeleted(TestDatabase database) throws Exception {
    Store store = database.emptyStore();
    insert(database, 2);
    database.execute("UPDATE callout_auth_change SET changed_at = 1");
    JdbcChanges feed =
        new JdbcChanges(database.apart(), new ChangePurge(database.apart(), -1), () -> null);
    String cursor = feed.changesSince(null).cursor();
    ProviderKey key = provider(store, "CRM");
    try (Connection blocking = database.pool().getConnection();
        Statement statement = blocking.createStatement()) {
      blocking.setAutoCommit(false);
      statement.executeQuery("SELECT id FROM callout_auth_change FOR UPDATE").close();

      assertThat(subjects(feed.changesSince(cursor))).containsExactly(key.id());

      blocking.rollback();
      blocking.setAutoCommit(true);
    }
    feed.changesSince(cursor);
    assertThat(database.count("SELECT count(*) FROM callout_auth_change")).isEqualTo(2);
  }

  @ParameterizedTest
  @EnumSource
  void tellsOfAGapAfterHalfAnHourWithoutAsking(TestDatabase database) {
    Store store = database.emptyStore();
    FeedCursor now = cursor(store.changes().changesSince(null));

    assertThat(gapAfter(store, now, 29)).isFalse();
    assertThat(gapAfter(store, now, 31)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void tellsManyChangesInPages(TestDatabase database) {
    Store store = database.emptyStore();
    String cursor = store.changes().changesSince(null).cursor();
    insert(database, 95);

    Changes first = store.changes().changesSince(cursor);
    Changes second = store.changes().changesSince(first.cursor());

    assertThat(first.changes()).hasSize(5_000);
    assertThat(first.more()).isTrue();
    assertThat(second.changes()).hasSize(4_025).doesNotContainAnyElementsOf(first.changes());
    assertThat(second.more()).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void mindsThousandsOfGapsAndRepeatsNothing(TestDatabase database) {
    Store store = database.emptyStore();
    provider(store, "First");
    String cursor = store.changes().changesSince(null).cursor();
    // As where the database gives each node every third id only.
    insert(database, 95);
    long head = Objects.requireNonNull(FeedCursor.read(cursor)).head();
    database.execute("DELETE FROM callout_auth_change WHERE mod(id, 3) <> 0 AND id > " + head);

    Changes all = store.changes().changesSince(cursor);
    Changes none = store.changes().changesSince(all.cursor());

    assertThat(all.gap()).isFalse();
    assertThat(all.changes().size()).isBetween(3_008, 3_009);
    assertThat(none.gap()).isFalse();
    assertThat(none.changes()).isEmpty();

    long late = missing(none) + 1;
    insertAt(database, late, "late");
    assertThat(subjects(store.changes().changesSince(none.cursor()))).containsExactly("late");
    String start = store.changes().changesSince(null).cursor();
    insertAt(database, late + 3, "later");
    assertThat(subjects(store.changes().changesSince(start))).containsExactly("later");
  }

  @ParameterizedTest
  @EnumSource
  void tellsOfAGapWithMoreGapsThanItMinds(TestDatabase database) {
    Store store = database.emptyStore();
    FeedCursor now = cursor(store.changes().changesSince(null));
    List<FeedCursor.Missing> many =
        LongStream.rangeClosed(1, FeedCursor.MOST_MISSING + 1)
            .mapToObj(i -> new FeedCursor.Missing(2 * i, 2 * i, now.time()))
            .toList();

    FeedCursor before = new FeedCursor(now.head(), now.time(), many, now.read());

    assertThat(store.changes().changesSince(before.text()).gap()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void takesWhatALaterReleaseWritesForAChangeOfAllThatIsTheTenants(TestDatabase database) {
    Store store = database.emptyStore();
    String cursor = store.changes().changesSince(null).cursor();
    database.execute(
        "INSERT INTO callout_auth_change (changed_at, mark, tenant, kind, subject)"
            + " VALUES (0, 7, 'acme', 'LATER', 'x')");
    ProviderKey key = provider(store, "CRM");

    assertThat(store.changes().changesSince(cursor).changes())
        .containsExactly(
            new Change("acme", Kind.TENANT, ""), new Change("acme", Kind.PROVIDER, key.id()));
  }

  @ParameterizedTest
  @EnumSource
  void keepsTheLogForAnHourAndItsLastChangeForEver(TestDatabase database) {
    Store store = database.emptyStore();
    ProviderKey key = provider(store, "CRM");
    List.of("n1", "n2", "n3").forEach(id -> store.bindings().bind(key, id));
    database.execute(
        "UPDATE callout_auth_change SET changed_at = changed_at - 3700000 WHERE subject <> 'n2'");
    JdbcChanges feed =
        new JdbcChanges(database.apart(), new ChangePurge(database.apart(), -1), () -> null);
    String cursor = feed.changesSince(null).cursor();

    for (int poll = 0; poll < 3; poll++) {
      Changes changes = feed.changesSince(cursor);
      assertThat(changes.gap()).isFalse();
      cursor = changes.cursor();
    }

    assertThat(database.count("SELECT count(*) FROM callout_auth_change")).isEqualTo(2);
  }

  /** Adds changes: as many as the square of a number. */
  private static void insert(TestDatabase database, int root) {
    database.execute(
        "INSERT INTO callout_auth_change (changed_at, mark, tenant, kind, subject)"
            + " WITH RECURSIVE n (i) AS"
            + " (SELECT 1 FROM callout_auth_meta UNION ALL SELECT i + 1 FROM n WHERE i < "
            + root
            + ") SELECT t.noted, 7, 'acme', 'BINDING', concat('n', a.i, '-', b.i)"
            + " FROM n a CROSS JOIN n b CROSS JOIN"
            + " (SELECT coalesce(max(changed_at), 0) AS noted FROM callout_auth_change) t");
  }

  private static void insertAt(TestDatabase database, long id, String subject) {
    database.execute(
        "INSERT INTO callout_auth_change (id, changed_at, mark, tenant, kind, subject)"
            + (" VALUES (" + id + ", 0, 7, 'acme', 'BINDING', '" + subject + "')"));
  }

  private static long missing(Changes changes) {
    List<FeedCursor.Missing> missing = cursor(changes).missing();
    assertThat(missing).hasSizeGreaterThan(3_000);
    return missing.get(missing.size() / 2).first();
  }

  private static FeedCursor cursor(Changes changes) {
    return Objects.requireNonNull(FeedCursor.read(changes.cursor()));
  }

  private static boolean gapAfter(Store store, FeedCursor now, int minutes) {
    FeedCursor then =
        new FeedCursor(now.head(), now.time() - minutes * 60_000L, List.of(), now.read());
    return store.changes().changesSince(then.text()).gap();
  }

  /** Commits each change only after the log was read none to two times more. */
  private static void write(
      SpringHost host, Store joining, ProviderKey key, int i, AtomicInteger polls) {
    for (int n = 0; n < EACH; n++) {
      String id = i + "-" + n;
      host.commits(
          () -> {
            joining.bindings().bind(key, id);
            int until = polls.get() + ThreadLocalRandom.current().nextInt(3);
            while (polls.get() < until) {
              LockSupport.parkNanos(100_000);
            }
          });
    }
  }

  private static String hear(Store store, String cursor, Set<String> heard) {
    String from = cursor;
    Changes page;
    do {
      page = store.changes().changesSince(from);
      assertThat(page.gap()).isFalse();
      heard.addAll(subjects(page));
      from = page.cursor();
    } while (page.more());
    return from;
  }

  private static List<String> subjects(Changes changes) {
    return changes.changes().stream().map(Change::subject).toList();
  }

  private static <T> T elsewhere(Callable<T> call) {
    try {
      return ContractRace.elsewhere(call);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
