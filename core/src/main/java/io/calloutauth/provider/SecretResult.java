package io.calloutauth.provider;

import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What came of work with sealed secrets: the value, or which secret does not open. Immutable; its
 * text says nothing of the value.
 */
public final class SecretResult<T> {

  /**
   * A secret that is kept and does not open.
   *
   * @param providerId the provider that keeps it
   * @param keyId the id of the key that it names; empty when none could be read
   * @param keyMissing whether that key is not among the host's keys
   */
  public record Unopened(ProviderId providerId, String keyId, boolean keyMissing) {}

  private final @Nullable T value;
  private final @Nullable Unopened unopened;

  private SecretResult(@Nullable T value, @Nullable Unopened unopened) {
    this.value = value;
    this.unopened = unopened;
  }

  static <T> SecretResult<T> of(T value) {
    return new SecretResult<>(value, null);
  }

  static <T> SecretResult<T> unopened(Unopened unopened) {
    return new SecretResult<>(null, unopened);
  }

  /** Returns the value, or throws what a secret that does not open is made to. */
  public T orThrow(Function<Unopened, ? extends RuntimeException> exception) {
    if (value == null) {
      throw exception.apply(Objects.requireNonNull(unopened));
    }
    return value;
  }

  /** Hands the value over; returns the secret that does not open, or null when all did. */
  @Nullable Unopened read(Consumer<T> reader) {
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
