package io.calloutauth.keys;

import org.jspecify.annotations.Nullable;

/**
 * What came of reading a typed key: the key, or what is wrong. Immutable; {@link #toString()} says
 * nothing of a private key.
 */
public final class KeyReading {

  private final transient @Nullable SigningKey key;
  private final @Nullable KeyProblem problem;

  private KeyReading(@Nullable SigningKey key, @Nullable KeyProblem problem) {
    this.key = key;
    this.problem = problem;
  }

  static KeyReading of(SigningKey key) {
    return new KeyReading(key, null);
  }

  static KeyReading refused(KeyProblem problem) {
    return new KeyReading(null, problem);
  }

  /** Returns the key, or null when there is a problem. */
  public @Nullable SigningKey key() {
    return key;
  }

  /** Returns what is wrong, or null when nothing is. */
  public @Nullable KeyProblem problem() {
    return problem;
  }

  @Override
  public String toString() {
    return "KeyReading[" + (problem == null ? "a key" : problem) + "]";
  }
}
