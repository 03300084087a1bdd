package io.calloutauth.keys;

import org.jspecify.annotations.Nullable;

/**
 * What came of reading a typed key. Immutable; its text says nothing of a private key.
 *
 * @param key the key; null when there is a problem
 * @param problem what is wrong; null when nothing is
 */
public record KeyReading(@Nullable SigningKey key, @Nullable KeyProblem problem) {

  static KeyReading of(SigningKey key) {
    return new KeyReading(key, null);
  }

  static KeyReading refused(KeyProblem problem) {
    return new KeyReading(null, problem);
  }
}
