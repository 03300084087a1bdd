package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.store.BindingStore;
import io.calloutauth.store.Store;
import io.calloutauth.testkit.Eventually;
import io.calloutauth.testkit.ManualWorld;
import io.calloutauth.testkit.TokenServer;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tenants that ask for thousands of unbound notifications while their reads hang. */
@Timeout(60)
class ReadTurnsTest {

  private static final int MANY = 2_000;
  private static final URI TARGET = URI.create(Node.TARGET);

  private final CountDownLatch slow = new CountDownLatch(1);
  private final AtomicInteger hanging = new AtomicInteger();
  private final List<CompletableFuture<CalloutCredentials>> asked = new ArrayList<>();
  private TokenServer server;
  private Node node;

  @BeforeEach
  void start() throws IOException {
    ManualWorld time = new ManualWorld();
    Store memory = MemoryStore.create(time.wallClock());
    server = new TokenServer();
    node = Node.over(slowFor(Store.class, memory), time, server);
  }

  @AfterEach
  void stop() {
    slow.countDown();
    node.close();
    server.close();
  }

  /** Returns a part of a store that holds the reads of noisy tenants' bindings. */
  private <T> T slowFor(Class<T> type, T part) {
    return type.cast(
        Proxy.newProxyInstance(
            type.getClassLoader(),
            new Class<?>[] {type},
            (proxy, method, arguments) -> {
              Object result = call(part, method, arguments);
              if (result instanceof BindingStore bindings) {
                return slowFor(BindingStore.class, bindings);
              }
              return result == part ? proxy : result;
            }));
  }

  private @Nullable Object call(Object part, Method method, @Nullable Object @Nullable [] arguments)
      throws Throwable {
    if (part instanceof BindingStore
        && method.getName().equals("find")
        && arguments != null
        && String.valueOf(arguments[0]).startsWith("noisy")) {
      hanging.incrementAndGet();
      slow.await();
    }
    try {
      return method.invoke(part, arguments);
    } catch (InvocationTargetException thrown) {
      throw thrown.getTargetException();
    }
  }

  private void flood(String tenant) {
    CalloutAuthenticator callouts = node.tenants.tenant(tenant).callouts();
    for (int n = 0; n < MANY; n++) {
      asked.add(callouts.authenticateAsync("unbound-" + n, "POST", TARGET).toCompletableFuture());
    }
  }

  /** Of 32 reads at once each tenant has half of what the others leave. */
  @ParameterizedTest
  @CsvSource({"1, 16", "2, 24", "3, 28"})
  void leaveTheNextTenantItsFirstCallout(int tenants, int hang) {
    for (int n = 1; n <= tenants; n++) {
      flood("noisy-" + n);
    }
    Eventually.holds(() -> hanging.get() == hang);

    node.bound("invoice-posted");

    assertThat(node.token("invoice-posted")).isEqualTo("token-1");
    assertThat(hanging).hasValue(hang);
    assertThat(asked).hasSize(tenants * MANY).noneMatch(CompletableFuture::isDone);
  }

  @Test
  void areAnsweredThemselvesOnceTheirStoreGoesOn() {
    flood("noisy");
    Eventually.holds(() -> hanging.get() == 16);

    slow.countDown();

    Eventually.holds(() -> asked.stream().allMatch(CompletableFuture::isDone));
    assertThat(asked).allMatch(CompletableFuture::isCompletedExceptionally).hasSize(MANY);
    assertThat(hanging).hasValue(MANY);
  }
}
