package io.calloutauth;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.calloutauth.provider.ProviderEditor;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What the room of providers shows: to hosts, and to other rooms alone. */
class ProviderArchitectureTest {

  /** From where the room itself was loaded: tests share its package. */
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .importUrl(ProviderEditor.class.getProtectionDomain().getCodeSource().getLocation())
          .that(resideInAPackage("io.calloutauth.provider"));

  private static final Set<String> FOR_HOSTS =
      Set.of(
          "Provider",
          "ProviderId",
          "ProviderSettings",
          "ProviderDocument",
          "SecretResolver",
          "ProviderTemplate",
          "AssertionSettings",
          "AuthorizationRequestSettings",
          "RequestSettings",
          "ResponseSettings",
          "ProviderField",
          "FieldProblem");

  /** At most five, an edit beside its editor: each is a promise to front and engine. */
  private static final Set<String> FOR_OTHER_ROOMS =
      Set.of("DraftFiller", "ProviderEdit", "ProviderEditor", "StoredSettings", "Vault");

  @Test
  void showsOtherRoomsAFacadeAndWhatTheEngineReads() {
    Set<String> all = new HashSet<>(FOR_HOSTS);
    all.addAll(FOR_OTHER_ROOMS);

    assertThat(
            MAIN.stream()
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .filter(JavaClass::isTopLevelClass)
                .map(JavaClass::getSimpleName)
                .collect(Collectors.toSet()))
        .isEqualTo(all);
    assertThat(FOR_OTHER_ROOMS).hasSizeLessThanOrEqualTo(5);
  }
}
