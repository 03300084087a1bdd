package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.calloutauth.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectOutputStream;
import java.io.ObjectStreamClass;
import java.io.OutputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What core's jar says to those who make native images of their hosts. */
class NativeImageTest {

  private static final String FOLDER = "/META-INF/native-image/io.calloutauth/callout-auth-core/";

  /** Each part of a store is wrapped in a proxy, whose calls are handed on by reflection. */
  @Test
  void proxiesOfAStoresPartsAreListed() throws IOException {
    Set<String> parts = new TreeSet<>();
    Arrays.stream(Store.class.getMethods())
        .map(Method::getReturnType)
        .filter(type -> type.isInterface() && type != Store.class)
        .forEach(type -> parts.add(type.getName()));

    Set<String> proxies = new TreeSet<>();
    config("proxy-config.json")
        .forEach(proxy -> proxies.add(proxy.get("interfaces").get(0).asText()));

    assertThat(proxies).isEqualTo(parts).isNotEmpty();
    assertThat(names("reflect-config.json")).containsAll(parts);
  }

  @Test
  void everyClassThatIsNamedIsThere() throws Exception {
    for (String file : new String[] {"reflect-config.json", "serialization-config.json"}) {
      for (String name : names(file)) {
        assertThat(Class.forName(name.replace("[]", ""))).isNotNull();
      }
    }
  }

  /** Job stores and remoting keep exceptions. */
  @Test
  void whatAnExceptionIsWrittenWithIsListed() throws IOException {
    Set<String> written = new TreeSet<>();
    try (ObjectOutputStream out =
        new ObjectOutputStream(OutputStream.nullOutputStream()) {
          @Override
          protected void writeClassDescriptor(ObjectStreamClass type) throws IOException {
            written.add(type.forClass().getCanonicalName());
            super.writeClassDescriptor(type);
          }
        }) {
      for (CalloutAuthException each : ExceptionsTest.all().toList()) {
        out.writeObject(each);
        out.writeObject(new CalloutNotSentException(each));
      }
    }

    Set<String> listed = new TreeSet<>();
    names("serialization-config.json").forEach(name -> listed.add(name.replace('$', '.')));
    assertThat(listed).containsAll(written);
    assertThat(written).contains("io.calloutauth.store.StoreException.Reason");
  }

  private static Set<String> names(String file) throws IOException {
    Set<String> names = new TreeSet<>();
    config(file).forEach(type -> names.add(type.get("name").asText()));
    return names;
  }

  private static JsonNode config(String file) throws IOException {
    try (InputStream in = NativeImageTest.class.getResourceAsStream(FOLDER + file)) {
      return new ObjectMapper().readTree(Objects.requireNonNull(in, file));
    }
  }
}
