package io.calloutauth.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of settings and the public list of fields are one. */
class SettingTableTest {

  private static final String TABLE = SettingTable.class.getName();

  @TempDir private Path folder;

  @Test
  void loadsWhereItHasASettingForEachField() throws Exception {
    assertThat(Class.forName(TABLE, true, loaderOf(constants()))).isNotNull();
  }

  @Test
  void doesNotLoadWhereAFieldHasNoSetting() throws IOException {
    ClassLoader loader = loaderOf(constants() + ", MADE_UP(\"made_up\", \"made up\", false)");

    assertThatThrownBy(() -> Class.forName(TABLE, true, loader))
        .isInstanceOf(ExceptionInInitializerError.class)
        .hasRootCauseMessage("the table of settings and the list of fields differ");
  }

  @Test
  void doesNotLoadWhereTheyDifferAboutASecret() throws IOException {
    String shown = constants().replace("\"client secret\", true", "\"client secret\", false");

    assertThatThrownBy(() -> Class.forName(TABLE, true, loaderOf(shown)))
        .isInstanceOf(ExceptionInInitializerError.class);
  }

  @Test
  void hasTheDestinationsInTheOrderOfTheirKeys() {
    assertThat(SettingTable.DESTINATIONS)
        .extracting(Setting::key)
        .containsExactly(
            "assertion_audience",
            "client_authentication",
            "introspection_endpoint",
            "issuer",
            "lifetime_pointer",
            "origins",
            "pushed_authorization_request_endpoint",
            "revocation_authentication",
            "revocation_endpoint",
            "test_endpoint",
            "token_endpoint",
            "token_pointer",
            "token_type_pointer");
  }

  @Test
  void isInTheOrderOfTheFields() {
    assertThat(SettingTable.TYPED)
        .extracting(Setting::field)
        .isSortedAccordingTo(Comparator.naturalOrder());
  }

  private static String constants() {
    return Arrays.stream(ProviderField.values())
        .map(f -> "%s(\"%s\", \"%s\", %s)".formatted(f, f.key(), f.label(), f.isSecret()))
        .collect(Collectors.joining(", "));
  }

  /** Returns a loader of our classes in which the list of fields is another. */
  private ClassLoader loaderOf(String constants) throws IOException {
    String source =
        """
        package io.calloutauth.provider;
        public enum ProviderField {
          %s;
          private final String key;
          private final String label;
          private final boolean secret;
          ProviderField(String key, String label, boolean secret) {
            this.key = key;
            this.label = label;
            this.secret = secret;
          }
          public String key() { return key; }
          public String label() { return label; }
          public boolean isSecret() { return secret; }
        }
        """
            .formatted(constants);
    JavaFileObject file =
        new SimpleJavaFileObject(
            URI.create("string:///ProviderField.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignored) {
            return source;
          }
        };
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options = List.of("-d", folder.toString(), "-proc:none");
    assertThat(compiler.getTask(null, null, null, options, null, List.of(file)).call()).isTrue();
    return new Replacing(folder);
  }

  private static final class Replacing extends ClassLoader {

    private final Path folder;

    Replacing(Path folder) {
      super(SettingTableTest.class.getClassLoader());
      this.folder = folder;
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
      if (!name.startsWith("io.calloutauth.provider.")) {
        return super.loadClass(name, resolve);
      }
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded == null ? define(name) : loaded;
      }
    }

    private Class<?> define(String name) throws ClassNotFoundException {
      String path = name.replace('.', '/') + ".class";
      try (InputStream own = getParent().getResourceAsStream(path)) {
        Path replaced = folder.resolve(path);
        byte[] bytes =
            Files.exists(replaced)
                ? Files.readAllBytes(replaced)
                : java.util.Objects.requireNonNull(own, path).readAllBytes();
        return defineClass(name, bytes, 0, bytes.length);
      } catch (IOException unreadable) {
        throw new ClassNotFoundException(name, unreadable);
      }
    }
  }
}
