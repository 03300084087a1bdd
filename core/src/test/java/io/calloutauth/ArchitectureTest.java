package io.calloutauth;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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

  /** Each room, and the rooms that it may know: what stands further down its own way. */
  private static final Map<String, Set<String>> ROOMS =
      Map.ofEntries(
          Map.entry("jdk", Set.of("")),
          Map.entry("apache", Set.of("")),
          Map.entry("okhttp", Set.of("")),
          Map.entry("spring", Set.of("")),
          Map.entry("micrometer", Set.of("")),
          Map.entry(
              "spring.boot",
              Set.of("", "spring", "micrometer", "oauth", "endpoint", "store", "seal")),
          Map.entry(
              "",
              Set.of(
                  "engine",
                  "client",
                  "provider",
                  "keys",
                  "oauth",
                  "endpoint",
                  "json",
                  "store",
                  "seal",
                  "schedule",
                  "history")),
          Map.entry(
              "engine",
              Set.of(
                  "admission",
                  "client",
                  "provider",
                  "keys",
                  "oauth",
                  "endpoint",
                  "json",
                  "store",
                  "seal",
                  "schedule")),
          Map.entry("admission", Set.of("oauth", "endpoint", "schedule")),
          Map.entry("client", Set.of("redact", "keys", "oauth", "endpoint", "json")),
          Map.entry("provider", Set.of("keys", "oauth", "endpoint", "json", "store", "seal")),
          Map.entry("keys", Set.of("oauth", "endpoint", "json")),
          Map.entry("oauth", Set.of("endpoint", "json")),
          Map.entry("redact", Set.of("oauth")),
          Map.entry("endpoint", Set.of("schedule")),
          Map.entry("json", Set.of()),
          Map.entry("store", Set.of()),
          Map.entry("seal", Set.of()),
          Map.entry("history", Set.of("provider", "json", "store", "schedule")),
          Map.entry("schedule", Set.of()));

  /** Each optional library, and the rooms that adapt to it or configure for it. */
  private static final Map<String, Set<String>> OPTIONAL =
      Map.of(
          "org.apache.hc.client5..", Set.of("apache"),
          "okhttp3..", Set.of("okhttp"),
          "okio..", Set.of("okhttp"),
          "kotlin..", Set.of("okhttp"),
          "reactor..", Set.of("spring"),
          "org.reactivestreams..", Set.of("spring"),
          "io.micrometer..", Set.of("micrometer", "spring.boot"),
          "org.springframework..", Set.of("spring", "spring.boot"));

  private static String packageOf(String room) {
    return room.isEmpty() ? "io.calloutauth" : "io.calloutauth." + room;
  }

  @Test
  void roomsKnowEachOtherOneWayOnly() {
    ROOMS.forEach(
        (room, known) -> {
          String[] unknown =
              ROOMS.keySet().stream()
                  .filter(other -> !other.equals(room) && !known.contains(other))
                  .map(ArchitectureTest::packageOf)
                  .toArray(String[]::new);
          noClasses()
              .that()
              .resideInAPackage(packageOf(room))
              .should()
              .dependOnClassesThat()
              .resideInAnyPackage(unknown)
              .check(MAIN);
        });
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.calloutauth.(*)..").should().beFreeOfCycles().check(MAIN);
  }

  /** A stranger finds the way in a room that has no more; exceptions say one thing each. */
  @Test
  void aRoomHoldsAtMostSixtyTypesBesideExceptions() {
    for (String room : ROOMS.keySet()) {
      assertThat(
              MAIN.stream()
                  .filter(type -> type.getPackageName().equals(packageOf(room)))
                  .filter(type -> type.isTopLevelClass() && !isPackageInfo(type))
                  .filter(type -> !type.isAssignableTo(Throwable.class)))
          .as(room)
          .hasSizeBetween(1, 60);
    }
  }

  private static boolean isPackageInfo(JavaClass type) {
    return type.getSimpleName().equals("package-info");
  }

  @Test
  void onlyTheClientAndApachesAdapterKnowHttpCore() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.calloutauth.client", "io.calloutauth.apache")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.hc..")
        .check(MAIN);
  }

  /** What an adapter adapts to is an optional library: whoever else knew it would need it. */
  @Test
  void onlyItsRoomsKnowAnOptionalLibrary() {
    OPTIONAL.forEach(
        (library, rooms) ->
            noClasses()
                .that()
                .resideOutsideOfPackages(
                    rooms.stream().map(ArchitectureTest::packageOf).toArray(String[]::new))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library)
                .check(MAIN));
  }

  /** The wire's door: the rest of the room is nobody else's. */
  @Test
  void theClientHasThesePublicTypes() {
    assertThat(
            MAIN.stream()
                .filter(type -> type.getPackageName().equals("io.calloutauth.client"))
                .filter(ArchitectureTest::isPublic)
                .map(JavaClass::getSimpleName))
        .containsExactlyInAnyOrder("TokenClient", "HttpTokenClient", "Builder");
  }

  private static boolean isPublic(JavaClass type) {
    return type.getModifiers().contains(JavaModifier.PUBLIC)
        && type.getEnclosingClass().map(ArchitectureTest::isPublic).orElse(true);
  }

  @Test
  void onlyClientKeysAndSealKnowNimbus() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.calloutauth.client", "io.calloutauth.keys", "io.calloutauth.seal")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.nimbusds..")
        .check(MAIN);
  }

  @Test
  void sealAndKeysKnowNoOauth() {
    noClasses()
        .that()
        .resideInAnyPackage("io.calloutauth.seal", "io.calloutauth.keys")
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
        .resideInAnyPackage(
            Stream.of("client", "engine", "endpoint", "keys", "oauth", "provider")
                .map(ArchitectureTest::packageOf)
                .toArray(String[]::new))
        .and()
        .doNotHaveSimpleName("EndpointParser")
        .and()
        .doNotHaveSimpleName(
            "Endpoint") // shows its text; origin and path are the parser's, read once
        .and()
        .doNotHaveSimpleName(
            "RedirectTarget") // shows where a redirect leads, and nobody goes there
        .and()
        .doNotHaveSimpleName("ProviderTemplate") // shows where a vendor documents it
        .and()
        .doNotHaveSimpleName("ProviderView") // shows what was typed; the policy reads the text
        .and()
        .doNotHaveSimpleName("Origins") // which callouts are compared with, and nobody goes to
        .and()
        .doNotHaveSimpleName("EndpointReaders") // reads origins and resources, where nobody goes
        .and()
        .doNotHaveSimpleName(
            "AuthorizationParameters") // writes where a browser goes, behind an endpoint
        .and()
        .doNotHaveSimpleName("Completion") // reads a host's own URI, which was sealed
        .should()
        .accessTargetWhere(parsing)
        .check(MAIN);
    noClasses()
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(URL.class, URLConnection.class)
        .check(MAIN);
  }

  /** A name that is searched for is found in one place. */
  @Test
  void noTwoTypesShareAName() {
    List<String> names =
        MAIN.stream()
            .filter(JavaClass::isTopLevelClass)
            .filter(type -> !isPackageInfo(type))
            .map(JavaClass::getSimpleName)
            .toList();

    assertThat(names).hasSizeGreaterThan(400).doesNotHaveDuplicates();
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
    for (String room : ROOMS.keySet()) {
      Class<?> info = Class.forName(packageOf(room) + ".package-info");
      assertThat(info.isAnnotationPresent(NullMarked.class)).as(room).isTrue();
    }
    classes()
        .should()
        .resideInAnyPackage(
            ROOMS.keySet().stream().map(ArchitectureTest::packageOf).toArray(String[]::new))
        .check(MAIN);
    assertThat(MAIN.that(alwaysTrue())).hasSizeGreaterThan(100);
  }
}
