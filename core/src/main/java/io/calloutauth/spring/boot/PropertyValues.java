package io.calloutauth.spring.boot;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Applies the values of properties to a builder, and names the property of one that it refuses. */
final class PropertyValues {

  private final String prefix;

  /**
   * Applies properties that have a prefix in common.
   *
   * @param prefix such as {@code callout-auth}
   */
  PropertyValues(String prefix) {
    this.prefix = prefix;
  }

  /** Applies a property that is set. */
  <T> void apply(String key, @Nullable T value, Consumer<T> setter) {
    if (value == null) {
      return;
    }
    try {
      setter.accept(value);
    } catch (IllegalArgumentException refused) {
      throw new CalloutAuthPropertyException(
          prefix + "." + key, "'" + value + "': " + refused.getMessage());
    }
  }

  /** Applies each value of a list. */
  <T> void applyEach(String key, List<T> values, Consumer<T> setter) {
    for (int i = 0; i < values.size(); i++) {
      apply(key + "[" + i + "]", values.get(i), setter);
    }
  }

  /** Applies a property that is switched on. */
  void applyIf(String key, boolean on, Runnable setter) {
    apply(key, on ? true : null, value -> setter.run());
  }
}
