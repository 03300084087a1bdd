package io.calloutauth;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A token is never beside a provider's settings by chance: the pair is made where it is read. */
class TokenArchitectureTest {

  private static final String ENGINE = "io.calloutauth.engine.";
  private static final String PAIR = ENGINE + "TokenVault$OpenedToken";
  private static final Set<String> TOKENS =
      Set.of("io.calloutauth.oauth.Secret", ENGINE + "ReadyToken");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.calloutauth.engine", "io.calloutauth.client", "io.calloutauth.oauth");

  private static final DescribedPredicate<JavaClass> PAIRS =
      DescribedPredicate.describe("the pair", type -> type.getName().startsWith(PAIR));

  private static boolean holds(List<JavaClass> types, Set<String> names) {
    return types.stream().anyMatch(type -> names.contains(type.getName()));
  }

  private static DescribedPredicate<JavaAccess<?>> call(String owner, Set<String> methods) {
    return DescribedPredicate.describe(
        "call " + owner + "." + methods,
        access ->
            access.getTargetOwner().getName().equals(owner) && methods.contains(access.getName()));
  }

  @Test
  void noParameterListHoldsATokenAndAProvider() {
    DescribedPredicate<List<JavaClass>> both =
        DescribedPredicate.describe(
            "a token and a provider's entry",
            types -> holds(types, TOKENS) && holds(types, Set.of(ENGINE + "ProviderEntry")));
    assertThat(MAIN.contain(ENGINE + "ProviderEntry")).isTrue();
    assertThat(TOKENS).allMatch(MAIN::contain);

    noCodeUnits()
        .that()
        .areDeclaredInClassesThat(DescribedPredicate.not(PAIRS))
        .should()
        .haveRawParameterTypes(both)
        .check(MAIN);
  }

  @Test
  void onlyWhoReadsARowOrIsIssuedATokenMakesThePair() {
    noClasses()
        .that(DescribedPredicate.not(PAIRS))
        .and()
        .doNotHaveSimpleName("ReadyToken") // is one
        .and()
        .doNotHaveSimpleName("Settlement") // of what was issued
        .and()
        .doNotHaveSimpleName("ServerGateway") // gives back what was issued
        .and()
        .doNotHaveSimpleName("Entries") // of tests
        .should()
        .accessTargetWhere(call(PAIR, Set.of("of")))
        .check(MAIN);
    noClasses()
        .that(DescribedPredicate.not(PAIRS))
        .and()
        .doNotHaveSimpleName("TokenVault") // opens rows
        .should()
        .accessTargetWhere(call(PAIR + "$Reading", Set.of("of")))
        .check(MAIN);
  }

  @Test
  void onlyThePairIsTestedIntrospectedAndRevoked() {
    String client = "io.calloutauth.client.TokenClient";
    assertThat(MAIN.get(client).getMethods())
        .extracting(method -> method.getName())
        .contains("test", "introspect", "revoke");

    noClasses()
        .that()
        .resideInAPackage("io.calloutauth.engine")
        .and()
        .doNotHaveSimpleName("TokenProbe")
        .should()
        .accessTargetWhere(call(client, Set.of("test", "introspect")))
        .check(MAIN);
    noClasses()
        .that()
        .doNotHaveSimpleName("ServerGateway")
        .should()
        .accessTargetWhere(call(client, Set.of("revoke")))
        .check(MAIN);
    noClasses()
        .that(DescribedPredicate.not(PAIRS))
        .and()
        .doNotHaveSimpleName("ServerGateway")
        .and()
        .doNotHaveSimpleName("TokenProbe")
        .and()
        .doNotHaveSimpleName("TokenVault") // seals it
        .and()
        .doNotHaveSimpleName("ReadyToken") // is one
        .should()
        .accessTargetWhere(call(PAIR, Set.of("token")))
        .check(MAIN);
  }
}
