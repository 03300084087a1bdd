package io.calloutauth.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.CalloutAuth;
import io.calloutauth.seal.SecretCipher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

/** Where sealing keys come from, and what is said when they do not come. */
class SealingKeyPropertiesTest {

  @TempDir Path folder;

  @Test
  void theyAreReadFromAFile() throws IOException {
    Path file = file(KeySets.text("of-a-file"));

    keys(file.toString(), "of-a-file");
    keys(file.toUri().toString(), "of-a-file");
  }

  @Test
  void theyAreReadFromTheClassPath() {
    keys("classpath:io/calloutauth/spring/boot/keys.json", "of-the-class-path");
  }

  private static void keys(String location, String id) {
    BootHost.durable()
        .withPropertyValues("callout-auth.keys.location=" + location)
        .run(context -> assertThat(keyIds(context)).containsExactly(id));
  }

  private static Iterable<String> keyIds(AssertableApplicationContext context) {
    return context.getBean(CalloutAuth.class).health().keyIds();
  }

  @Test
  void theyAreThePropertysValue() {
    BootHost.durable()
        .withPropertyValues("callout-auth.keys.value=" + KeySets.text("given"))
        .run(context -> assertThat(keyIds(context)).containsExactly("given"));
  }

  @Test
  void theHostsCipherComesBeforeProperties() {
    BootHost.durable()
        .withBean(SecretCipher.class, () -> KeySets.keys("of-the-host"))
        .withPropertyValues("callout-auth.keys.value=" + KeySets.text("given"))
        .run(context -> assertThat(keyIds(context)).containsExactly("of-the-host"));
  }

  @Test
  void aDurableStoreWithoutThemSaysWhichPropertyToSet() {
    BootHost.durable()
        .run(
            context ->
                assertThat(context.getStartupFailure())
                    .rootCause()
                    .isInstanceOf(CalloutAuthPropertyException.class)
                    .hasMessageContaining("callout-auth.keys.location")
                    .hasMessageContaining("callout-auth.keys.value")
                    .hasMessageContaining("NewKey"));
  }

  @Test
  void aBlankValueCountsAsNone() {
    refused("callout-auth.keys.location", "NewKey", "callout-auth.keys.location=");
    refused("callout-auth.keys.location", "NewKey", "callout-auth.keys.value= ");
    BootHost.durable()
        .withPropertyValues(
            "callout-auth.keys.location= ", "callout-auth.keys.value=" + KeySets.text("given"))
        .run(context -> assertThat(keyIds(context)).containsExactly("given"));
  }

  @Test
  void twoSourcesAreOneTooMany() {
    refused(
        "callout-auth.keys.value",
        "not both",
        "callout-auth.keys.location=keys.json",
        "callout-auth.keys.value=" + KeySets.text("given"));
  }

  @Test
  void whatCannotBeReadIsNamed() throws IOException {
    Path missing = folder.resolve("missing.json");
    refused("callout-auth.keys.location", "missing.json", "callout-auth.keys.location=" + missing);
    refused(
        "callout-auth.keys.location",
        "classpath:missing.json",
        "callout-auth.keys.location=classpath:missing.json");
    Path broken = file(KeySets.text("broken").replace("oct", "RSA"));
    refused("callout-auth.keys.location", "kty", "callout-auth.keys.location=" + broken);
    refused("callout-auth.keys.location", "Nul", "callout-auth.keys.location=a\0b");
  }

  @Test
  void aBrokenSetIsRefusedWithoutShowingItsKey() {
    String broken = KeySets.text("broken").replace("oct", "RSA");
    refused("callout-auth.keys.value", "kty", "callout-auth.keys.value=" + broken);
  }

  @Test
  void aSetInPlaceOfItsLocationIsRefusedWithoutShowingItsKey() {
    String set = KeySets.text("misplaced");
    refused("callout-auth.keys.location", "JWK set", "callout-auth.keys.location=" + set);
    refused("callout-auth.keys.location", "JWK set", "callout-auth.keys.location=\n " + set);
    assertThat(new KeyProperties(set, null)).asString().doesNotContain(KeySets.bits());
  }

  private static void refused(String property, String why, String... values) {
    BootHost.durable()
        .withPropertyValues(values)
        .run(
            context -> {
              Throwable failure = context.getStartupFailure();
              assertThat(failure).rootCause().isInstanceOf(CalloutAuthPropertyException.class);
              assertThat(failure)
                  .rootCause()
                  .hasMessageContaining(property)
                  .hasMessageContaining(why);
              for (Throwable each = failure; each != null; each = each.getCause()) {
                assertThat(each).hasMessageNotContaining(KeySets.bits());
              }
            });
  }

  private Path file(String jwkSet) throws IOException {
    return Files.writeString(folder.resolve("keys.json"), jwkSet);
  }
}
