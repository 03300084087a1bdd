package io.calloutauth.soak;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutNotSentException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Threads that each do one thing again and again, until the end. What fails as documented is
 * counted; all else must not be.
 */
final class Crew implements AutoCloseable {

  private final List<Thread> threads = new ArrayList<>();
  private final Tally tally;

  Crew(Tally tally) {
    this.tally = tally;
  }

  /** What a thread does. */
  interface Job {

    /**
     * Does it once.
     *
     * @param round the how many-eth time it is, from 0
     */
    void run(int round) throws IOException, InterruptedException;
  }

  /** Has a thread do something again and again, with a pause after each time. */
  void repeat(String name, long pauseMillis, Job job) {
    Thread thread = new Thread(() -> work(name, pauseMillis, job), "soak-" + name);
    threads.add(thread);
    thread.start();
  }

  private void work(String name, long pauseMillis, Job job) {
    for (int round = 0; !Thread.currentThread().isInterrupted(); round++) {
      once(name, round, job);
      Pace.pass(pauseMillis);
    }
  }

  private void once(String name, int round, Job job) {
    try {
      job.run(round);
      tally.count("done: " + name);
    } catch (CalloutAuthException | CalloutNotSentException documented) {
      tally.count("failed: " + name + ", " + documented.getClass().getSimpleName());
    } catch (IOException ofTheReceiver) {
      tally.count("failed: " + name + ", connection");
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error other) {
      if (!Thread.currentThread().isInterrupted()) {
        tally.wrong(name + ": " + other);
      }
    }
  }

  /** Ends all of them; one that goes on is wrong. */
  @Override
  public void close() {
    threads.forEach(Thread::interrupt);
    threads.forEach(this::awaitEnd);
  }

  private void awaitEnd(Thread thread) {
    try {
      thread.join(TimeUnit.SECONDS.toMillis(30));
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      tally.wrong(thread.getName() + " does not end");
    }
  }
}
