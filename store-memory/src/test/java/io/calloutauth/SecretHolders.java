package io.calloutauth;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.calloutauth.oauth.Secret;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The types of this library that can hold a secret or a token: those with a field of type {@link
 * Secret} or a field listed here, and whatever has a field that can hold one of them.
 */
final class SecretHolders {

  /** Fields that hold secrets as something else than a {@link Secret}. */
  static final Map<String, Set<String>> FIELDS =
      Map.ofEntries(
          Map.entry("oauth.Secret", Set.of("value")),
          Map.entry("client.HttpCall", Set.of("headers", "body")),
          Map.entry("client.HttpResult", Set.of("headers", "body")),
          Map.entry("json.JsonValue", Set.of("text")),
          Map.entry("json.JsonScanner", Set.of("text")),
          Map.entry("provider.ProviderDocument", Set.of("members")),
          Map.entry("engine.ReadyToken", Set.of("header")),
          Map.entry("endpoint.EgressProxy", Set.of("authorization")),
          Map.entry("seal.Opened", Set.of("plainText")),
          Map.entry("FixedAuthenticator$FixedCredentials", Set.of("header")));

  private final JavaClasses all =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("io.calloutauth");
  private final Set<JavaClass> holders = new HashSet<>();

  SecretHolders() {
    boolean grown = true;
    while (grown) {
      grown = false;
      for (JavaClass type : all) {
        grown |= canHold(type) && holders.add(type);
      }
    }
  }

  /** Returns every holder, direct or through others. */
  Collection<JavaClass> all() {
    return holders;
  }

  /** Returns whether a type has the secret in a field of its own. */
  static boolean isDirect(JavaClass type) {
    return type.getFields().stream().anyMatch(SecretHolders::holdsDirectly);
  }

  private boolean canHold(JavaClass type) {
    return type.getAllFields().stream()
        .filter(field -> isOurs(field.getOwner()))
        .filter(field -> !field.getModifiers().contains(JavaModifier.STATIC))
        .anyMatch(field -> holdsDirectly(field) || mayHoldAHolder(field));
  }

  private static boolean isOurs(JavaClass type) {
    return type.getName().startsWith("io.calloutauth.");
  }

  private static boolean holdsDirectly(JavaField field) {
    String owner = field.getOwner().getName().replace("io.calloutauth.", "");
    return field.getRawType().isEquivalentTo(Secret.class)
        || FIELDS.getOrDefault(owner, Set.of()).contains(field.getName());
  }

  private boolean mayHoldAHolder(JavaField field) {
    return field.getType().getAllInvolvedRawTypes().stream()
        .filter(SecretHolders::isOurs)
        .anyMatch(
            type ->
                holders.contains(type)
                    || type.getAllSubclasses().stream().anyMatch(holders::contains));
  }
}
