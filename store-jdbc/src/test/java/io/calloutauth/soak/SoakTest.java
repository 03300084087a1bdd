package io.calloutauth.soak;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.cluster.SharedDatabase;
import io.calloutauth.soak.SoakProviders.Bound;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Endurance: a node under mixed load with faults, for 30 minutes or {@code
 * -Dcallout.auth.soak.minutes=120}, on a PostgreSQL that is restarted again and again. What it
 * holds is read all the time but for the first minutes; {@link LeakVerdict} says whether it grows.
 */
@Tag("soak")
class SoakTest {

  /** Below, a third may see no restart of the database, and the run no purge of changes. */
  private static final int LEAST_MINUTES = 10;

  private static final Duration RUN =
      Duration.ofMinutes(Integer.getInteger("callout.auth.soak.minutes", 30));
  private static final long MOST_WARM_UP = Duration.ofMinutes(4).toMillis();
  private static final int SAMPLES = 150;
  private static final List<String> TENANTS = List.of("acme", "globex", "initech");

  private final Tally tally = new Tally();

  @Test
  void keepsNothingOfWhatPasses() throws Exception {
    assertThat(RUN.toMinutes())
        .as("callout.auth.soak.minutes: what is shorter says nothing of leaks")
        .isGreaterThanOrEqualTo(LEAST_MINUTES);
    List<Map<Gauge, Long>> samples;
    try (SharedDatabase database = SharedDatabase.postgresql();
        SoakServer server = new SoakServer(tally);
        SoakNode node = new SoakNode(database.url(), database.user(), tally)) {
      ChangeTable changes = new ChangeTable(node.pool);
      changes.addOldRows();
      List<Bound> residents = residents(new SoakProviders(node, server, tally));
      try (Crew crew = new Crew(tally)) {
        new CalloutLoad(new SoakProviders(node, server, tally), residents).start(crew);
        new Administrators(new SoakProviders(node, server, tally), residents).start(crew);
        crew.repeat("restarts of the database", 45_000, round -> restart(database));
        samples = sample(new Gauges(changes, tally));
      }
    }
    LeakVerdict verdict = new LeakVerdict(samples);
    report(verdict, samples.size());

    assertThat(tally.wrongs()).isEmpty();
    assertThat(verdict.wrongs()).isEmpty();
    assertThat(tally.counted("callouts served")).isGreaterThan(tally.counted("callouts failed"));
    assertThat(tally.counted("database restarts")).isPositive();
    for (Behaviour each : Behaviour.values()) {
      assertThat(tally.counted("token requests: " + each)).as(each.name()).isPositive();
    }
  }

  private static List<Bound> residents(SoakProviders providers) {
    List<Bound> residents = new ArrayList<>();
    for (String tenant : TENANTS) {
      for (Behaviour each : Behaviour.values()) {
        residents.add(providers.make(tenant, each, tenant + "-" + each));
        residents.add(providers.make(tenant, Behaviour.HEALTHY, tenant + "-beside-" + each));
      }
      residents.add(providers.makeLarge(tenant, Behaviour.HEALTHY, tenant + "-large"));
      residents.add(providers.makeLarge(tenant, Behaviour.HOSTILE_ERROR, tenant + "-hostile"));
    }
    return residents;
  }

  private void restart(SharedDatabase database) throws IOException {
    database.shutDown();
    Pace.pass(2_000);
    database.startAgain();
    tally.count("database restarts");
  }

  private static List<Map<Gauge, Long>> sample(Gauges gauges) {
    long warmUp = Math.min(MOST_WARM_UP, RUN.toMillis() / 5);
    long each = (RUN.toMillis() - warmUp) / SAMPLES;
    Pace.pass(warmUp);
    List<Map<Gauge, Long>> samples = new ArrayList<>();
    while (samples.size() < SAMPLES) {
      samples.add(gauges.read());
      Pace.pass(each);
    }
    return samples;
  }

  private void report(LeakVerdict verdict, int samples) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add("Endurance: " + RUN.toMinutes() + " minutes, " + samples + " samples");
    lines.add("%-30s%15s%15s%15s".formatted("lowest of each third", "first", "second", "third"));
    lines.addAll(verdict.lines());
    lines.addAll(tally.lines());
    tally.wrongs().forEach(wrong -> lines.add("WRONG: " + wrong));
    verdict.wrongs().forEach(wrong -> lines.add("WRONG: " + wrong));
    lines.forEach(System.out::println);
    Files.write(Files.createDirectories(Path.of("target", "soak")).resolve("report.txt"), lines);
  }
}
