package io.calloutauth.spring.boot;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.store.Store;
import io.calloutauth.testkit.SwitchedStore;
import java.util.ArrayList;
import java.util.List;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** A Spring Boot host with every auto-configuration that core lists. */
final class BootHost {

  private BootHost() {}

  /** Returns a host without a store. */
  static ApplicationContextRunner withoutStore() {
    return new ApplicationContextRunner()
        .withConfiguration(AutoConfigurations.of(listed().toArray(Class<?>[]::new)));
  }

  /** Returns a host with a store that does not outlive it. */
  static ApplicationContextRunner inMemory() {
    return withoutStore().withBean(Store.class, MemoryStore::create);
  }

  /** Returns a host with a store that outlives it, so that it asks for keys. */
  static ApplicationContextRunner durable() {
    return withoutStore().withBean(Store.class, () -> new SwitchedStore(MemoryStore.create()));
  }

  /** Returns the auto-configurations of core that Spring Boot finds. */
  static List<Class<?>> listed() {
    List<Class<?>> listed = new ArrayList<>();
    ClassLoader loader = BootHost.class.getClassLoader();
    for (String name : ImportCandidates.load(AutoConfiguration.class, loader)) {
      if (name.startsWith("io.calloutauth.")) {
        try {
          listed.add(Class.forName(name));
        } catch (ClassNotFoundException missing) {
          throw new AssertionError("listed, and not there: " + name, missing);
        }
      }
    }
    return listed;
  }
}
