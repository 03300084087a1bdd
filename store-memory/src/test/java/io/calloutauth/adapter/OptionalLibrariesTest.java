package io.calloutauth.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.calloutauth.CalloutAuth;
import io.calloutauth.memory.MemoryStore;
import io.calloutauth.store.Store;
import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** A host that has none of the adapters' libraries. */
class OptionalLibrariesTest {

  private static final Pattern LIBRARIES =
      Pattern.compile(
          "(okhttp|okio|kotlin|httpclient5|spring-|micrometer|context-propagation|reactor-|reactive-streams).*");

  @Test
  void theCoreRunsWithoutThem() throws Exception {
    try (URLClassLoader bare =
        new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
      Class<?> store = bare.loadClass(Store.class.getName());
      Object memory = bare.loadClass(MemoryStore.class.getName()).getMethod("create").invoke(null);
      Object builder =
          bare.loadClass(CalloutAuth.class.getName())
              .getMethod("builder", store)
              .invoke(null, memory);

      Object auth = builder.getClass().getMethod("build").invoke(builder);

      assertThat(auth).isInstanceOf(AutoCloseable.class);
      ((AutoCloseable) auth).close();
      assertThatThrownBy(() -> bare.loadClass("okhttp3.Interceptor"))
          .isInstanceOf(ClassNotFoundException.class);
    }
  }

  private static URL[] classPath() throws Exception {
    List<URL> urls = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry).toAbsolutePath();
      if (!LIBRARIES.matcher(path.getFileName().toString()).matches()) {
        urls.add(path.toUri().toURL());
      }
    }
    return urls.toArray(URL[]::new);
  }
}
