package io.calloutauth.client;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Objects;

/**
 * A client secret or a token: text that must not be seen. Immutable and thread-safe; not
 * serializable, and {@link #toString()} hides it.
 */
public final class Secret {

  // Transient: JSON libraries that read fields leave it out.
  private final transient String value;

  private Secret(String value) {
    this.value = Objects.requireNonNull(value, "value");
  }

  /** Returns a secret that holds a text. */
  public static Secret of(String value) {
    return new Secret(value);
  }

  /** Returns the text. Whoever calls this must keep it out of logs, messages and URLs. */
  public String reveal() {
    return value;
  }

  /** Compares in a time that does not depend on where two secrets of one length differ. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Secret that
        && MessageDigest.isEqual(
            value.getBytes(StandardCharsets.UTF_8), that.value.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  /** Returns a text that says nothing about the secret, not even its length. */
  @Override
  public String toString() {
    return "Secret[hidden]";
  }
}
