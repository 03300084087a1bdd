package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.loopback.TokenEndpoint;
import io.calloutauth.example.benchmarks.subject.Setting;
import io.calloutauth.example.benchmarks.subject.Subject;
import io.calloutauth.example.benchmarks.subject.Subjects;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The header of a callout whose token is fresh. Run by JMH, in a JVM of its own. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class HeaderBenchmark {

  /** A subject that has its tokens. */
  @State(Scope.Benchmark)
  @SuppressWarnings("NullAway.Init") // JMH opens it
  public static class Warm {

    private static final int MOST_PROVIDERS = 100;

    /** With fewer, all is measured before anything is due that a subject does later on. */
    private static final int MANY_NOTIFICATIONS = 10_000;

    /** Who is asked. */
    @Param("CALLOUT_AUTH")
    public Subjects subject = Subjects.CALLOUT_AUTH;

    /** How many notifications take turns. */
    @Param("1000")
    public int notifications = 1_000;

    private TokenEndpoint endpoint;
    private Subject opened;
    private String[] ids;

    /** Fetches a token for every notification. */
    @Setup(Level.Trial)
    public void open() {
      endpoint = new TokenEndpoint();
      Setting setting =
          new Setting(
              endpoint.uri(),
              notifications,
              Math.min(notifications, MOST_PROVIDERS),
              Duration.ofSeconds(15));
      opened = subject.open(setting);
      setting.allNotifications().forEach(id -> opened.authenticate(id, (name, value) -> {}));
      if (notifications >= MANY_NOTIFICATIONS) {
        opened.settle(setting);
      }
      // Other objects than the keys that subjects keep: callouts bring ids that are equal to them.
      List<String> shuffled = new ArrayList<>(setting.allNotifications());
      Collections.shuffle(shuffled, new Random(1));
      ids = shuffled.toArray(String[]::new);
    }

    /** Ends it. */
    @TearDown(Level.Trial)
    public void close() {
      opened.close();
      endpoint.close();
    }
  }

  /** One thread that makes callouts; takes the headers. */
  @State(Scope.Thread)
  public static class Caller implements BiConsumer<String, String> {

    private int turn;
    private String header = "";

    /** Starts anywhere. */
    @Setup(Level.Trial)
    public void start(Warm warm) {
      turn = ThreadLocalRandom.current().nextInt(warm.ids.length);
    }

    @Override
    public void accept(String name, String value) {
      header = value;
    }

    private String next(String[] ids) {
      turn = turn + 1 < ids.length ? turn + 1 : 0;
      return ids[turn];
    }
  }

  /** Gets the header of one callout. */
  @Benchmark
  public String header(Warm warm, Caller caller) {
    warm.opened.authenticate(caller.next(warm.ids), caller);
    return caller.header;
  }
}
