package io.calloutauth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The arrows between the rooms, and who may know what. */
class ArchitectureTest {

  private static final String FRONT = "io.calloutauth";
  private static final String ENGINE = "io.calloutauth.engine..";
  private static final String CLIENT = "io.calloutauth.client..";
  private static final String STORE = "io.calloutauth.store..";
  private static final String SEAL = "io.calloutauth.seal..";

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.calloutauth");

  @Test
  void allRoomsAreLookedAt() {
    Set<String> packages =
        CLASSES.stream().map(type -> type.getPackageName()).collect(Collectors.toSet());

    assertThat(packages)
        .containsExactlyInAnyOrder(
            "io.calloutauth",
            "io.calloutauth.engine",
            "io.calloutauth.client",
            "io.calloutauth.store",
            "io.calloutauth.seal");
  }

  @Test
  void theEngineDoesNotKnowTheFront() {
    holds(
        noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .dependOnClassesThat()
            .resideInAPackage(FRONT));
  }

  @Test
  void clientStoreAndSealKnowNeitherEachOtherNorWhatIsAbove() {
    holds(
        noClasses()
            .that()
            .resideInAPackage(CLIENT)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FRONT, ENGINE, STORE, SEAL));
    holds(
        noClasses()
            .that()
            .resideInAPackage(STORE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FRONT, ENGINE, CLIENT, SEAL));
    holds(
        noClasses()
            .that()
            .resideInAPackage(SEAL)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(FRONT, ENGINE, STORE, CLIENT));
  }

  @Test
  void thereIsNoCycle() {
    holds(slices().matching("io.calloutauth.(*)..").should().beFreeOfCycles());
  }

  @Test
  void onlyTheWireKnowsTheHttpClient() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackage(CLIENT)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.apache.hc.."));
  }

  @Test
  void onlyTheWireAndTheSealKnowNimbus() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages(CLIENT, SEAL)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.nimbusds.."));
    holds(
        noClasses()
            .that()
            .resideInAPackage(SEAL)
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.nimbusds.oauth2.."));
  }

  @Test
  void noTypeOfAnotherLibraryIsInAPublicSignature() {
    List<Method> methods =
        CLASSES.stream()
            .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
            .flatMap(type -> Arrays.stream(type.reflect().getMethods()))
            .filter(method -> !method.isSynthetic())
            .toList();

    assertThat(methods).isNotEmpty().noneMatch(ArchitectureTest::namesAForeignType);
  }

  private static boolean namesAForeignType(Method method) {
    return Stream.concat(
            Stream.of(method.getReturnType()), Arrays.stream(method.getParameterTypes()))
        .map(Class::getName)
        .anyMatch(name -> name.startsWith("com.nimbusds") || name.startsWith("org.apache.hc"));
  }

  @Test
  void timeIsReadOnlyFromTheInjectedClocks() {
    holds(
        noClasses()
            .that()
            .doNotHaveFullyQualifiedName("io.calloutauth.engine.Clocks")
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Thread.class, "sleep", long.class));
  }

  @Test
  void everyPackageIsNullMarked() {
    for (JavaPackage room : packages()) {
      assertThat(room.isAnnotatedWith(NullMarked.class)).as(room.getName()).isTrue();
    }
  }

  private static Set<JavaPackage> packages() {
    return CLASSES.stream().map(type -> type.getPackage()).collect(Collectors.toSet());
  }

  private static void holds(ArchRule rule) {
    rule.check(CLASSES);
  }
}
