package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.schedule.World.BackgroundTasks;
import io.calloutauth.store.ChangeFeed;
import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.StoreException.Reason;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.ScarceThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A node goes on listening whatever goes wrong while it does. */
class ChangeWatchTest {

  private static final Duration INTERVAL = Duration.ofSeconds(5);
  private static final Change CHANGE = new Change("acme", ChangeFeed.Kind.PROVIDER, "p");

  private final ManualWorld time = new ManualWorld();
  private final ScarceThreads threads = new ScarceThreads();
  private final Log log = new Log();
  private final List<Change> heard = new ArrayList<>();
  private final List<Change> heardBefore = new ArrayList<>();
  private final ChangeWatch watch =
      new ChangeWatch(
          log,
          time.world().clocks(),
          new BackgroundTasks(time.world().timer(), threads),
          new Hearing(),
          (provider, name, kind, note) -> {});

  /** A log of changes that breaks when it is told to. */
  private static final class Log implements ChangeFeed {

    private @Nullable RuntimeException broken;
    private boolean readOnly;
    private boolean silent;

    @Override
    public Changes changesSince(@Nullable String cursor) {
      if (broken != null) {
        throw broken;
      }
      List<Change> changes = cursor == null || silent ? List.of() : List.of(CHANGE);
      return new Changes(changes, "next", false, false, readOnly);
    }
  }

  private final class Hearing implements ChangeWatch.Reaction {

    @Override
    public void changed(Change change) {
      heard.add(change);
    }

    @Override
    public void changedBefore(Change change) {
      heardBefore.add(change);
    }

    @Override
    public void forgetAll() {
      heard.clear();
    }
  }

  @BeforeEach
  void start() {
    watch.start();
  }

  @Test
  void hearsOfChangesEachInterval() {
    time.pass(INTERVAL);
    time.pass(INTERVAL);

    assertThat(heard).containsExactly(CHANGE, CHANGE);
    assertThat(watch.state().trouble()).isNull();
  }

  /** A node that makes no callouts waits for commits all the same. */
  @Test
  void startsOnceTheStoreAnswers() {
    ChangeWatch late =
        new ChangeWatch(
            log,
            time.world().clocks(),
            new BackgroundTasks(time.world().timer(), threads),
            new Hearing(),
            (provider, name, kind, note) -> {});
    log.broken = new StoreException("down", true, null);
    late.startSoon();
    late.startSoon();
    time.pass(INTERVAL);
    log.broken = null;
    log.silent = true;
    time.pass(INTERVAL);

    log.silent = false;
    time.pass(INTERVAL);

    assertThat(heard).as("by both, once").containsExactly(CHANGE, CHANGE);
  }

  static List<RuntimeException> whatAStoreThrows() {
    return List.of(
        new StoreException("down", true, null), new IllegalStateException("not as agreed"));
  }

  @ParameterizedTest
  @MethodSource("whatAStoreThrows")
  void goesOnAfterWhateverTheStoreThrows(RuntimeException thrown) {
    log.broken = thrown;
    time.pass(INTERVAL);
    assertThat(watch.state().trouble()).isEqualTo(Reason.FAILED);

    log.broken = null;
    time.pass(INTERVAL);

    assertThat(watch.state().trouble()).isNull();
    assertThat(heard).containsExactly(CHANGE);
  }

  /** Another database node than the one that told of a change may not have its row yet. */
  @Test
  void readsWhatWasChangedOnceMoreAtThePollAfterNext() {
    time.pass(INTERVAL);
    log.silent = true;
    time.pass(INTERVAL);
    assertThat(heard).containsExactly(CHANGE);

    assertThat(heardBefore).isEmpty();

    time.pass(INTERVAL);
    assertThat(heardBefore).containsExactly(CHANGE);

    time.pass(INTERVAL.multipliedBy(5));
    assertThat(heard).containsExactly(CHANGE);
    assertThat(heardBefore).containsExactly(CHANGE);
  }

  @Test
  void readsOnceMoreWhatCouldNotBeReadAtItsTime() {
    time.pass(INTERVAL);
    log.silent = true;
    time.pass(INTERVAL);
    log.broken = new StoreException("down", true, null);
    time.pass(INTERVAL.multipliedBy(3));
    assertThat(heardBefore).isEmpty();

    log.broken = null;
    time.pass(INTERVAL);

    assertThat(heardBefore).containsExactly(CHANGE);
  }

  @Test
  void readsOnceMoreWhatThisNodeChangedAlsoWhenNoPollTellsOfIt() {
    log.silent = true;
    watch.noteOwn(CHANGE);
    time.pass(INTERVAL.multipliedBy(2));
    assertThat(heardBefore).isEmpty();

    time.pass(INTERVAL.multipliedBy(5));

    assertThat(heardBefore).containsExactly(CHANGE);
    assertThat(heard).isEmpty();
  }

  @Test
  void tellsSinceWhenTheStoreOnlyReads() {
    Instant start = time.instant();
    log.readOnly = true;
    time.pass(INTERVAL);
    time.pass(INTERVAL);

    assertThat(watch.state())
        .isEqualTo(new ChangeWatch.StoreState(Reason.READ_ONLY, start.plus(INTERVAL)));

    log.broken = new StoreException(Reason.OUT_OF_REACH, "down", true, null);
    time.pass(INTERVAL);
    assertThat(watch.state().trouble()).isEqualTo(Reason.OUT_OF_REACH);
    log.broken = null;
    log.readOnly = false;
    time.pass(INTERVAL);
    assertThat(watch.state().trouble()).isNull();
  }

  @Test
  void goesOnWhenAThreadCannotBeMade() {
    threads.failNext(1);
    time.pass(INTERVAL);
    assertThat(heard).isEmpty();

    time.pass(Duration.ofMinutes(1));

    assertThat(heard).isNotEmpty();
  }
}
