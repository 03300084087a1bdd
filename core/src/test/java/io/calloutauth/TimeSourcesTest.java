package io.calloutauth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.calloutauth.client.HttpTokenClient;
import io.calloutauth.jdk.CalloutHttpClient;
import io.calloutauth.okhttp.CalloutInterceptor;
import io.calloutauth.schedule.Clocks;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;
import java.util.Date;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Time comes from the injected clocks alone. */
class TimeSourcesTest {

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.calloutauth");

  private static final Set<String> READERS =
      Set.of(
          Instant.class.getName() + ".now",
          LocalDate.class.getName() + ".now",
          LocalDateTime.class.getName() + ".now",
          OffsetDateTime.class.getName() + ".now",
          ZonedDateTime.class.getName() + ".now",
          System.class.getName() + ".nanoTime",
          System.class.getName() + ".currentTimeMillis",
          Thread.class.getName() + ".sleep",
          TimeUnit.class.getName() + ".sleep",
          LockSupport.class.getName() + ".parkNanos",
          LockSupport.class.getName() + ".parkUntil");

  /** What reads the time later. The engine takes none but the host's or the test's. */
  private static final Set<String> CLOCKS =
      Set.of(
          Clock.class.getName() + ".systemUTC",
          Clock.class.getName() + ".systemDefaultZone",
          InstantSource.class.getName() + ".system",
          Date.class.getName() + ".<init>");

  private static final Set<String> TIMERS =
      Set.of(
          CompletableFuture.class.getName() + ".orTimeout",
          CompletableFuture.class.getName() + ".completeOnTimeout",
          CompletableFuture.class.getName() + ".delayedExecutor");

  @Test
  void nobodyElseReadsTheTimeOrSleeps() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(
            Clocks.class,
            HttpTokenClient.Builder.class, // which only names it
            CalloutHttpClient.class, // an adapter has no other clock
            CalloutInterceptor.class)
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe(
                "reads the machine's time or sleeps", access -> is(READERS, access)))
        .check(MAIN);
  }

  @Test
  void theEngineTakesNoClockOfItsOwn() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "io.calloutauth.admission", "io.calloutauth.engine", "io.calloutauth.schedule")
        .and()
        .doNotBelongToAnyOf(Clocks.class)
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe("takes a clock", access -> is(CLOCKS, access)))
        .check(MAIN);
  }

  /** The JDK's own timer thread keeps the class loader of whoever starts it, for ever. */
  @Test
  void nobodyStartsTheJdksTimer() {
    noClasses()
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe("starts a timer", access -> is(TIMERS, access)))
        .check(MAIN);
  }

  private static boolean is(Set<String> some, JavaAccess<?> access) {
    return some.contains(access.getTargetOwner().getName() + "." + access.getName())
        && !isGivenAClock(access);
  }

  private static boolean isGivenAClock(JavaAccess<?> access) {
    return access.getTarget() instanceof CodeUnitAccessTarget unit
        && unit.getRawParameterTypes().stream().anyMatch(type -> type.isEquivalentTo(Clock.class));
  }
}
