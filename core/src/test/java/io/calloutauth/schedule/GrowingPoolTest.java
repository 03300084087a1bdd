package io.calloutauth.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.calloutauth.schedule.WorkerThreads.GrowingPool;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class GrowingPoolTest {

  private final CountDownLatch gate = new CountDownLatch(1);
  private final AtomicInteger made = new AtomicInteger();
  private int most = Integer.MAX_VALUE;
  private final GrowingPool pool = new GrowingPool(3, this::thread);

  private Thread thread(Runnable task) {
    if (made.get() == most) {
      throw new InternalError("no thread to be had");
    }
    made.incrementAndGet();
    return new Thread(task);
  }

  @AfterEach
  void stop() {
    gate.countDown();
    pool.shutdown();
  }

  private void block(int tasks) throws InterruptedException {
    CountDownLatch running = new CountDownLatch(tasks);
    for (int i = 0; i < tasks; i++) {
      pool.execute(
          () -> {
            running.countDown();
            awaitGate();
          });
    }
    running.await();
  }

  private void awaitGate() {
    try {
      gate.await();
    } catch (InterruptedException stopped) {
      throw new AssertionError(stopped);
    }
  }

  @Test
  void makesAThreadWhileNoneIsFree() throws InterruptedException {
    block(3);

    assertThat(made).hasValue(3);
  }

  @Test
  void letsWorkWaitAtItsBound() throws InterruptedException {
    block(3);
    CountDownLatch ran = new CountDownLatch(1);
    pool.execute(ran::countDown);
    assertThat(ran.getCount()).isOne();

    gate.countDown();
    ran.await();
    assertThat(made).hasValue(3);
  }

  @Test
  void letsWorkWaitForAThreadThatThereIsWhereTheMachineHasNoOther() throws InterruptedException {
    most = 1;
    block(1);
    CountDownLatch ran = new CountDownLatch(1);
    pool.execute(ran::countDown);

    gate.countDown();
    ran.await();
    assertThat(made).hasValue(1);
  }

  @Test
  void saysSoWhereThereIsNoThreadAtAll() {
    most = 0;

    assertThatExceptionOfType(InternalError.class).isThrownBy(() -> pool.execute(() -> {}));
  }

  @Test
  void takesNothingOnceItIsShutDown() {
    pool.shutdown();

    assertThatExceptionOfType(RejectedExecutionException.class)
        .isThrownBy(() -> pool.execute(() -> {}));
  }
}
