package io.calloutauth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.calloutauth.engine.Clocks;
import java.time.Instant;
import java.util.Set;
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
          System.class.getName() + ".nanoTime",
          System.class.getName() + ".currentTimeMillis",
          Thread.class.getName() + ".sleep");

  @Test
  void nobodyElseReadsTheTimeOrSleeps() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Clocks.class)
        .should()
        .accessTargetWhere(
            DescribedPredicate.describe("reads the machine's time or sleeps", TimeSourcesTest::is))
        .check(MAIN);
  }

  private static boolean is(JavaAccess<?> access) {
    return READERS.contains(access.getTargetOwner().getName() + "." + access.getName());
  }
}
