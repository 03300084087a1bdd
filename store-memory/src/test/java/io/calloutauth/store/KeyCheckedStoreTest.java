package io.calloutauth.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.store.StoreException.Reason;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Locale;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A store that takes ACME for acme hands out no row of the one to the other. */
class KeyCheckedStoreTest {

  private final MemoryStore memory = MemoryStore.create();
  private final ProviderKey acme = ContractRows.provider(memory, "acme", "crm");
  private final ProviderKey alike = new ProviderKey("ACME", acme.id());
  private final Store checked = KeyCheckedStore.over((Store) careless(Store.class, memory));

  @Test
  void readsNothingUnderAKeyThatLooksAlike() {
    memory.bindings().bind(acme, "n1");
    begin("s1");
    begin("s2");

    for (ThrowingCallable read :
        new ThrowingCallable[] {
          () -> checked.providers().find(alike),
          () -> checked.providers().findByName("ACME", "crm"),
          () -> checked.providers().findByName("acme", "CRM"),
          () -> checked.providers().list("ACME", null, 10),
          () -> checked.bindings().find("ACME", "n1"),
          () -> checked.bindings().find("acme", "N1"),
          () -> checked.bindings().list(alike, null, 10),
          () -> checked.authorizations().take("ACME", "s1"),
          () -> checked.authorizations().take("acme", "S2"),
          () -> checked.committed().providers().find(alike)
        }) {
      StoreException refused = catchThrowableOfType(StoreException.class, read);
      assertThat(refused.reason()).isEqualTo(Reason.KEYS_NOT_TOLD_APART);
      assertThat(refused.retryable()).isFalse();
      assertThat(refused).hasMessageNotContainingAny("acme", "ACME", "crm", "n1");
    }
  }

  @Test
  void readsWhatWasAskedFor() {
    memory.bindings().bind(acme, "n1");
    begin("s1");

    assertThat(checked.authorizations().take("acme", "s1")).isPresent();
    assertThat(checked.providers().find(acme)).isPresent();
    assertThat(checked.providers().findByName("acme", "crm")).isPresent();
    assertThat(checked.providers().list("acme", null, 10).items()).hasSize(1);
    assertThat(checked.bindings().find("acme", "n1")).isPresent();
    assertThat(checked.bindings().list(acme, null, 10).items()).hasSize(1);
  }

  private void begin(String state) {
    Sealed verifier = Sealed.of("k1", "sealed");
    memory
        .authorizations()
        .begin(
            PendingAuthorization.builder(acme, state, verifier, ContractRows.LONG).build(), 9, 9);
  }

  /** Folds every key that it is asked with, as a database with such a collation does. */
  private static Object careless(Class<?> type, Object beneath) {
    return Proxy.newProxyInstance(
        type.getClassLoader(),
        new Class<?>[] {type},
        (proxy, method, arguments) -> {
          try {
            method.setAccessible(true);
            Object result = method.invoke(beneath, folded(arguments));
            Class<?> part = method.getReturnType();
            return part.getSimpleName().endsWith("Store") ? careless(part, result) : result;
          } catch (InvocationTargetException thrown) {
            throw thrown.getTargetException();
          }
        });
  }

  private static @Nullable Object @Nullable [] folded(@Nullable Object @Nullable [] arguments) {
    if (arguments == null) {
      return null;
    }
    @Nullable Object[] folded = arguments.clone();
    for (int i = 0; i < folded.length; i++) {
      if (folded[i] instanceof String text) {
        folded[i] = text.toLowerCase(Locale.ROOT);
      } else if (folded[i] instanceof ProviderKey key) {
        folded[i] = new ProviderKey(key.tenant().toLowerCase(Locale.ROOT), key.id());
      }
    }
    return folded;
  }
}
