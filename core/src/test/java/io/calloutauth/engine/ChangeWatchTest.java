package io.calloutauth.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.store.ChangeFeed;
import io.calloutauth.store.ChangeFeed.Change;
import io.calloutauth.store.StoreException;
import java.time.Duration;
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
  private final ChangeWatch watch =
      new ChangeWatch(
          log, time.world().clocks(), new Errands(time.world().timer(), threads), new Hearing());

  /** A log of changes that breaks when it is told to. */
  private static final class Log implements ChangeFeed {

    private @Nullable RuntimeException broken;

    @Override
    public Changes changesSince(@Nullable String cursor) {
      if (broken != null) {
        throw broken;
      }
      return new Changes(cursor == null ? List.of() : List.of(CHANGE), "next", false, false);
    }
  }

  private final class Hearing implements ChangeWatch.Reaction {

    @Override
    public void changed(Change change) {
      heard.add(change);
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
    assertThat(watch.state().answers()).isTrue();
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
    assertThat(watch.state().answers()).isFalse();

    log.broken = null;
    time.pass(INTERVAL);

    assertThat(watch.state().answers()).isTrue();
    assertThat(heard).containsExactly(CHANGE);
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
