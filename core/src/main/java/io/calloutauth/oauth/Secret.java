package io.calloutauth.oauth;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
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
    return other instanceof Secret that && MessageDigest.isEqual(utf8(), that.utf8());
  }

  /**
   * Returns a hash that is keyed by a random of this process: it says nothing about the text, and
   * nobody can choose texts whose hashes collide.
   */
  @Override
  public int hashCode() {
    MessageDigest digest = sha256();
    digest.update(HashKey.BYTES);
    return ByteBuffer.wrap(digest.digest(utf8())).getInt();
  }

  private byte[] utf8() {
    return value.getBytes(StandardCharsets.UTF_8);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no SHA-256", e);
    }
  }

  /** Returns a text that says nothing about the secret, not even its length. */
  @Override
  public String toString() {
    return "Secret[hidden]";
  }

  /** Made when the first hash is asked for: most processes never do. */
  private static final class HashKey {

    private static final byte[] BYTES = random();

    private static byte[] random() {
      byte[] key = new byte[32];
      new SecureRandom().nextBytes(key);
      return key;
    }
  }
}
