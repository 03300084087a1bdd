package io.calloutauth.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.schedule.Clocks;
import io.calloutauth.schedule.WorkerThreads.AwaitedTask;
import io.calloutauth.schedule.World;
import io.calloutauth.testkit.ManualWorld;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class BulkheadTest {

  private final Deque<Runnable> started = new ArrayDeque<>();
  private final List<String> log = new ArrayList<>();
  private static final Duration WAIT = Duration.ofSeconds(13);

  private final ManualWorld time = new ManualWorld();
  private final Bulkhead bulkhead = bulkhead(started::addLast);

  private Bulkhead bulkhead(Executor executor) {
    return new Bulkhead(executor, time.world(), Duration.ofSeconds(15));
  }

  private Bulkhead.Work work(String name) {
    return new Bulkhead.Work() {
      @Override
      public void run() {
        log.add(name);
      }

      @Override
      public void onRejected() {
        log.add("rejected " + name);
      }

      @Override
      public void onLate() {
        log.add("late " + name);
      }

      @Override
      public void onBroken(Throwable why) {
        log.add("broke " + name);
      }
    };
  }

  private static void submit(Bulkhead to, Place place, Bulkhead.Work work) {
    to.submit(place, work, WAIT);
  }

  private void submit(int count, String tenant, String host) {
    for (int i = 0; i < count; i++) {
      submit(bulkhead, new Place(tenant, host, EndpointHealth.PROMPT), work(tenant + "@" + host));
    }
  }

  private void endOne() {
    Objects.requireNonNull(started.pollFirst()).run();
  }

  @Test
  void letsEightToOneHost() {
    submit(20, "a", "h");
    submit(20, "b", "h");

    assertThat(started).hasSize(8);
    assertThat(bulkhead.waiting()).isEqualTo(32);
  }

  @Test
  void letsSixteenOfOneTenant() {
    for (int i = 0; i < 5; i++) {
      submit(8, "a", "h" + i);
    }

    assertThat(started).hasSize(16);
  }

  @Test
  void letsSixtyFourInAll() {
    for (int i = 0; i < 100; i++) {
      submit(1, "t" + i, "h" + i);
    }

    assertThat(started).hasSize(64);
  }

  @Test
  void holdsUpNobodyElseForACrowd() {
    submit(1_000, "a", "h");

    submit(1, "b", "other");

    assertThat(started).hasSize(9);
  }

  @Test
  void looksAtNobodyElseForWorkThatHasToWait() {
    AtomicInteger looks = new AtomicInteger();
    Clocks counting = new Clocks(time.wallClock(), () -> Math.min(looks.incrementAndGet(), 0));
    World world = new World(counting, time.world().timer(), () -> 0.5);
    Bulkhead crowded = new Bulkhead(started::addLast, world, Duration.ofSeconds(15));

    for (int i = 0; i < 500; i++) {
      submit(crowded, new Place("a", "h" + i, EndpointHealth.UNKNOWN), work("a@h" + i));
    }

    assertThat(crowded.waiting()).isEqualTo(491);
    assertThat(looks)
        .as("what is done for each, by its looks at the clock")
        .hasValueLessThan(5_000);
  }

  @Test
  void letsTenantsAtOneHostTakeTurns() {
    submit(100, "a", "h");
    submit(2, "b", "h");
    for (int i = 0; i < 12; i++) {
      endOne();
    }

    assertThat(log.subList(8, 12)).contains("b@h", "a@h");
  }

  @Test
  void givesThePlaceOnEvenWhenTheWorkThrows() {
    submit(8, "a", "h");
    submit(bulkhead, new Place("a", "h", EndpointHealth.PROMPT), work("ninth"));
    started.pollFirst();
    Bulkhead other = bulkhead(started::addFirst);
    submit(
        other,
        new Place("a", "h", EndpointHealth.PROMPT),
        new Bulkhead.Work() {
          @Override
          public void run() {
            throw new IllegalStateException("broken");
          }

          @Override
          public void onRejected() {}
        });

    assertThatThrownBy(this::endOne).hasMessage("broken");
    assertThat(other.running()).isZero();
  }

  @Test
  void leavesNothingBehindWhenAllIsDone() {
    submit(30, "a", "h");
    while (!started.isEmpty()) {
      endOne();
    }

    assertThat(log).hasSize(30);
    assertThat(bulkhead.running()).isZero();
    assertThat(bulkhead.waiting()).isZero();
  }

  @Test
  void tellsOnlyWorkThatHasNotStartedThatItIsLate() {
    submit(7, "a", "h");
    Place place = new Place("a", "h", EndpointHealth.PROMPT);
    submit(bulkhead, place, work("eighth"));
    submit(bulkhead, place, work("ninth"));

    time.pass(WAIT.minusNanos(1));
    assertThat(log).isEmpty();
    time.pass(Duration.ofNanos(1));

    assertThat(log).containsExactly("late ninth");
    assertThat(bulkhead.waiting()).isZero();
  }

  @Test
  void leavesWhoWaitsBehindWorkThatIsLate() {
    submit(8, "a", "h");
    Place place = new Place("a", "h", EndpointHealth.PROMPT);
    bulkhead.submit(place, work("ninth"), Duration.ofSeconds(1));
    submit(bulkhead, place, work("tenth"));

    time.pass(Duration.ofSeconds(1));
    while (!started.isEmpty()) {
      endOne();
    }

    assertThat(log).hasSize(10).startsWith("late ninth").endsWith("tenth");
  }

  @Test
  void rejectsAllThatWaitsWhenItIsClosedAndAllThatComes() {
    submit(9, "a", "h");

    bulkhead.close();
    submit(1, "b", "other");
    time.pass(WAIT);

    assertThat(log).containsExactly("rejected a@h", "rejected b@other");
    assertThat(bulkhead.waiting()).isZero();
  }

  @Test
  void goesOnAfterAThreadThatCannotBeMade() {
    AtomicInteger unmade = new AtomicInteger(2);
    Bulkhead scarce =
        bulkhead(
            task -> {
              if (unmade.getAndDecrement() > 0) {
                throw new InternalError("no thread to be had");
              }
              started.addLast(task);
            });
    for (int i = 0; i < 10; i++) {
      submit(scarce, new Place("a", "h", EndpointHealth.PROMPT), work("w" + i));
    }

    assertThat(log).containsExactly("broke w0", "broke w1");
    assertThat(started).as("of the eight places at the host none is lost").hasSize(8);
    while (!started.isEmpty()) {
      endOne();
    }
    assertThat(log).hasSize(10);
    assertThat(scarce.running()).isZero();
  }

  @Test
  void givesThePlaceOfAThreadThatCannotBeMadeToWhoWaits() {
    AtomicInteger made = new AtomicInteger();
    Bulkhead scarce =
        bulkhead(
            task -> {
              if (made.incrementAndGet() == 9) {
                throw new InternalError("no thread to be had");
              }
              started.addLast(task);
            });
    for (int i = 0; i < 10; i++) {
      submit(scarce, new Place("a", "h", EndpointHealth.PROMPT), work("w" + i));
    }

    endOne();

    assertThat(log).containsExactly("w0", "broke w8");
    assertThat(started).hasSize(8);
    assertThat(scarce.waiting()).isZero();
  }

  @Test
  void tellsTheWorkWhenThereAreNoThreads() {
    Bulkhead closed =
        bulkhead(
            task -> {
              throw new RejectedExecutionException();
            });

    submit(closed, new Place("a", "h", EndpointHealth.PROMPT), work("late"));

    assertThat(log).containsExactly("rejected late");
  }

  @Test
  void rejectsOnceWhatComesWhileItIsClosed() {
    AtomicReference<Runnable> atALook = new AtomicReference<>(() -> {});
    Clocks clocks =
        new Clocks(
            time.wallClock(),
            () -> {
              atALook.getAndSet(() -> {}).run();
              return 0;
            });
    World world = new World(clocks, time.world().timer(), () -> 0.5);
    Bulkhead closing = new Bulkhead(started::addLast, world, Duration.ofSeconds(15));
    for (int i = 0; i < 9; i++) {
      submit(closing, new Place("a", "h" + i, EndpointHealth.UNKNOWN), work("before"));
    }

    atALook.set(closing::close);
    submit(closing, new Place("a", "last", EndpointHealth.UNKNOWN), work("last"));

    assertThat(log).containsOnlyOnce("rejected last").doesNotContain("last");
  }

  @Test
  void rejectsWhatItsThreadsDropWhenTheyAreShutDown() {
    submit(2, "a", "h");
    AwaitedTask first = (AwaitedTask) started.removeFirst();
    AwaitedTask second = (AwaitedTask) started.removeFirst();

    first.run();
    first.abandoned().run();
    second.abandoned().run();
    second.run();

    assertThat(log).containsExactly("a@h", "rejected a@h");
    assertThat(bulkhead.running()).isZero();
  }
}
