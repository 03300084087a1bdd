package io.calloutauth;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.calloutauth.engine.TokenEngine;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the engine shows to other rooms, and which way its types know each other. */
class EngineArchitectureTest {

  private static final String ENGINE = "io.calloutauth.engine";

  /** From where the engine itself was loaded: tests share its package. */
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .importUrl(TokenEngine.class.getProtectionDomain().getCodeSource().getLocation())
          .that(resideInAPackage(ENGINE));

  /** At most 18: each is a promise to the front. */
  private static final Set<String> PUBLIC_TYPES =
      Set.of(
          "CommandOutcome",
          "OwnWrites",
          "RouteToken",
          "RowReading",
          "TenantTokens",
          "TokenCommands",
          "TokenEngine",
          "TokenEngineBuilder",
          "TokenListener",
          "TokenOutcome");

  private static String topLevel(JavaClass type) {
    String name = type.getName().substring(ENGINE.length() + 1);
    return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
  }

  private static Map<String, Set<String>> dependencies() {
    Map<String, Set<String>> known = new TreeMap<>();
    for (JavaClass type : MAIN) {
      Set<String> ofType = known.computeIfAbsent(topLevel(type), name -> new TreeSet<>());
      type.getDirectDependenciesFromSelf().stream()
          .map(dependency -> dependency.getTargetClass().getBaseComponentType())
          .filter(target -> target.getPackageName().equals(ENGINE))
          .map(EngineArchitectureTest::topLevel)
          .filter(target -> !target.equals(topLevel(type)))
          .forEach(ofType::add);
    }
    return known;
  }

  private static Set<String> reachable(String from, Map<String, Set<String>> known) {
    Set<String> reached = new HashSet<>();
    Deque<String> next = new ArrayDeque<>(known.get(from));
    while (!next.isEmpty()) {
      String type = next.pop();
      if (reached.add(type)) {
        next.addAll(known.getOrDefault(type, Set.of()));
      }
    }
    return reached;
  }

  private static boolean isTypeWithItsBuilder(Set<String> knot) {
    return knot.size() == 2 && knot.stream().anyMatch(type -> knot.contains(type + "Builder"));
  }

  @Test
  void showsOtherRoomsNoMoreThanTheList() {
    assertThat(
            MAIN.stream()
                .filter(type -> type.isTopLevelClass())
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .map(JavaClass::getSimpleName))
        .containsExactlyInAnyOrderElementsOf(PUBLIC_TYPES);
    assertThat(PUBLIC_TYPES).hasSizeLessThanOrEqualTo(18);
  }

  /** A type and what is nested in it count as one: a sealed type has its cases there. */
  @Test
  void typesKnowEachOtherOneWayOnly() {
    Map<String, Set<String>> known = dependencies();
    Map<String, Set<String>> reached = new HashMap<>();
    known.keySet().forEach(type -> reached.put(type, reachable(type, known)));

    Set<Set<String>> knots =
        known.keySet().stream()
            .filter(type -> reached.getOrDefault(type, Set.of()).contains(type))
            .map(
                type ->
                    known.keySet().stream()
                        .filter(other -> reached.getOrDefault(type, Set.of()).contains(other))
                        .filter(other -> reached.getOrDefault(other, Set.of()).contains(type))
                        .collect(Collectors.toCollection(TreeSet::new)))
            .collect(Collectors.toSet());

    assertThat(knots).allMatch(EngineArchitectureTest::isTypeWithItsBuilder);
    assertThat(known).hasSizeGreaterThan(40);
  }
}
