package io.calloutauth.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.calloutauth.schedule.WorkerThreads.AwaitedTask;
import io.calloutauth.testkit.ScarceThreads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class FairExecutorTest {

  private final Deque<Runnable> threads = new ArrayDeque<>();
  private final List<String> ran = new ArrayList<>();
  private final FairExecutor executor = new FairExecutor(threads::add, 4, threads::clear);

  private void runAll() {
    while (!threads.isEmpty()) {
      threads.removeFirst().run();
    }
  }

  @Test
  void aTenantsFirstTaskComesBeforeTheCrowdOfAnother() {
    for (int i = 0; i < 40_000; i++) {
      String task = "crowd " + i;
      executor.of("crowd").execute(() -> ran.add(task));
    }
    executor.of("acme").execute(() -> ran.add("acme"));

    runAll();

    assertThat(ran).hasSize(40_001);
    assertThat(ran.indexOf("acme")).isLessThan(4);
  }

  @Test
  void noMoreTasksRunThanThereArePlaces() {
    for (int tenant = 0; tenant < 100; tenant++) {
      executor.of("t" + tenant).execute(() -> ran.add("ran"));
    }

    assertThat(threads).hasSize(4);
    runAll();
    assertThat(ran).hasSize(100);
  }

  @Test
  void itsCallerHearsThatATaskGotNoThread() {
    ScarceThreads scarce = new ScarceThreads();
    FairExecutor over = new FairExecutor(scarce, 4, () -> {});
    scarce.failNext(1);

    assertThatExceptionOfType(InternalError.class)
        .isThrownBy(() -> over.of("acme").execute(() -> ran.add("first")));
    over.of("acme").execute(() -> ran.add("second"));

    assertThat(ran).containsExactly("second");
  }

  @Test
  void whoWaitsForATaskIsToldAtTheShutdownWhereverItIs() {
    FairExecutor closing = new FairExecutor(threads::add, 4, () -> {});
    for (int i = 0; i < 10; i++) {
      String task = "task " + i;
      closing
          .of("acme")
          .execute(new AwaitedTask(() -> ran.add(task), () -> ran.add("abandoned " + task)));
    }
    assertThat(threads).as("of a tenant's own").hasSize(2).allMatch(AwaitedTask.class::isInstance);

    closing.shutdown();

    assertThat(ran).hasSize(8).allMatch(told -> told.startsWith("abandoned"));
    threads.forEach(task -> ((AwaitedTask) task).abandoned().run());
    assertThat(ran).hasSize(10).doesNotHaveDuplicates().contains("abandoned task 0");
  }

  @Test
  void whoWaitsForATaskIsToldThatComesDuringTheShutdown() {
    FairExecutor[] closing = new FairExecutor[1];
    closing[0] =
        new FairExecutor(
            task -> {
              closing[0].shutdown();
              throw new RejectedExecutionException();
            },
            4,
            () -> {});

    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(
            () ->
                closing[0]
                    .of("acme")
                    .execute(new AwaitedTask(() -> {}, () -> ran.add("abandoned"))));

    assertThat(ran).as("its caller hears it").isEmpty();
  }

  @Test
  void nothingStartsOnceItIsShutDown() {
    for (int i = 0; i < 10; i++) {
      executor.of("acme").execute(() -> ran.add("ran"));
    }
    List<Runnable> started = new ArrayList<>(threads);
    executor.shutdown();
    started.forEach(Runnable::run);

    assertThat(ran).hasSize(started.size());
    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> executor.of("acme").execute(() -> ran.add("late")));
  }
}
