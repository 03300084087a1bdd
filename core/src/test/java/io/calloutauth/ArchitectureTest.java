package io.calloutauth;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Which way the packages know each other, and what none of them may use. */
class ArchitectureTest {

  private static final Pattern MEMORY_STORE = Pattern.compile(".*/io/calloutauth/memory/.*");
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(ArchitectureTest::isMain)
          .importPackages("io.calloutauth");

  private static boolean isMain(Location location) {
    return !location.matches(MEMORY_STORE);
  }

  @Test
  void packagesKnowEachOtherOneWayOnly() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("front")
        .definedBy("io.calloutauth")
        .layer("engine")
        .definedBy("io.calloutauth.engine")
        .layer("client")
        .definedBy("io.calloutauth.client")
        .layer("store")
        .definedBy("io.calloutauth.store")
        .layer("seal")
        .definedBy("io.calloutauth.seal")
        .whereLayer("front")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("engine")
        .mayOnlyBeAccessedByLayers("front")
        .whereLayer("client")
        .mayOnlyBeAccessedByLayers("front", "engine")
        .whereLayer("store")
        .mayOnlyBeAccessedByLayers("front", "engine")
        .whereLayer("seal")
        .mayOnlyBeAccessedByLayers("front", "engine")
        .ensureAllClassesAreContainedInArchitecture()
        .check(MAIN);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.calloutauth.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void onlyTheClientKnowsHttpCoreAndNobodyHttpClient() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.hc.client5..")
        .check(MAIN);
    noClasses()
        .that()
        .resideOutsideOfPackage("io.calloutauth.client")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.hc..")
        .check(MAIN);
  }

  @Test
  void onlyClientAndSealKnowNimbus() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.calloutauth.client", "io.calloutauth.seal")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.nimbusds..")
        .check(MAIN);
  }

  @Test
  void sealKnowsNoOauth() {
    noClasses()
        .that()
        .resideInAPackage("io.calloutauth.seal")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.nimbusds.oauth2..", "com.nimbusds.openid..")
        .check(MAIN);
  }

  /** Nimbus's tokens show themselves as text, and its requests wait for ever and go elsewhere. */
  @Test
  void neitherTokensNorRequestsAreThoseOfNimbus() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.nimbusds.oauth2.sdk.token..", "com.nimbusds.oauth2.sdk.http..")
        .check(MAIN);
  }

  /** What was judged is what is connected to: nothing reads a text as a URL a second time. */
  @Test
  void onlyOneParserReadsEndpoints() {
    DescribedPredicate<JavaAccess<?>> parsing =
        DescribedPredicate.describe(
            "read a text as a URI",
            access ->
                access.getTargetOwner().isEquivalentTo(URI.class)
                    && Set.of("<init>", "create", "resolve").contains(access.getName()));
    noClasses()
        .that()
        .resideInAnyPackage("io.calloutauth.client", "io.calloutauth.engine")
        .and()
        .doNotHaveSimpleName("EndpointParser")
        .and()
        .doNotHaveSimpleName(
            "RedirectTarget") // shows where a redirect leads, and nobody goes there
        .and()
        .doNotHaveSimpleName("StoredSettings") // shows what was typed; the policy reads the text
        .and()
        .doNotHaveSimpleName("Origins") // which callouts are compared with, and nobody goes to
        .and()
        .doNotHaveSimpleName("StoredOptions") // resources, which are sent and not gone to
        .should()
        .accessTargetWhere(parsing)
        .check(MAIN);
    noClasses()
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(URL.class, URLConnection.class)
        .check(MAIN);
  }

  @Test
  void noFieldIsOptional() {
    noFields().should().haveRawType(Optional.class).check(MAIN);
  }

  @Test
  void noParameterIsOptional() {
    DescribedPredicate<JavaCodeUnit> written =
        DescribedPredicate.describe(
            "are written, not made of a lambda",
            unit -> !unit.getModifiers().contains(JavaModifier.SYNTHETIC));
    DescribedPredicate<List<JavaClass>> optional =
        DescribedPredicate.describe(
            "an Optional among them",
            types -> types.stream().anyMatch(type -> type.isEquivalentTo(Optional.class)));
    noCodeUnits().that(written).should().haveRawParameterTypes(optional).check(MAIN);
  }

  @Test
  void everyPackageIsNullMarked() throws ClassNotFoundException {
    for (String name : List.of("", ".engine", ".client", ".store", ".seal")) {
      Class<?> info = Class.forName("io.calloutauth" + name + ".package-info");
      assertThat(info.isAnnotationPresent(NullMarked.class)).as(name).isTrue();
    }
    classes()
        .should()
        .resideInAnyPackage(
            "io.calloutauth",
            "io.calloutauth.engine",
            "io.calloutauth.client",
            "io.calloutauth.store",
            "io.calloutauth.seal")
        .check(MAIN);
    assertThat(MAIN.that(alwaysTrue())).hasSizeGreaterThan(100);
  }
}
