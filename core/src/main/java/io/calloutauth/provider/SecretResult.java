package io.calloutauth.provider;

import io.calloutauth.provider.ProviderEditor.UnopenedSecret;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came of work with sealed secrets: the value, or which secret does not open. Immutable; its
 * text says nothing of the value.
 */
final class SecretResult<T> {

  private final @Nullable T value;
  private final @Nullable UnopenedSecret unopened;

  private SecretResult(@Nullable T value, @Nullable UnopenedSecret unopened) {
    this.value = value;
    this.unopened = unopened;
  }

  static <T> SecretResult<T> of(T value) {
    return new SecretResult<>(value, null);
  }

  static <T> SecretResult<T> unopened(UnopenedSecret unopened) {
    return new SecretResult<>(null, unopened);
  }

  /** Returns the value, or throws what a secret that does not open is made to. */
  T orThrow(Function<UnopenedSecret, ? extends RuntimeException> exception) {
    if (value == null) {
      throw exception.apply(Objects.requireNonNull(unopened));
    }
    return value;
  }

  /** Hands the value over; returns the secret that does not open, or null when all did. */
  @Nullable UnopenedSecret read(Consumer<T> reader) {
    if (value != null) {
      reader.accept(value);
    }
    return unopened;
  }

  <R> SecretResult<R> map(Function<T, R> mapping) {
    return flatMap(there -> of(mapping.apply(there)));
  }

  <R> SecretResult<R> flatMap(Function<T, SecretResult<R>> mapping) {
    return value == null ? new SecretResult<>(null, unopened) : mapping.apply(value);
  }

  @Override
  public String toString() {
    return unopened == null ? "SecretResult[hidden]" : unopened.toString();
  }
}
