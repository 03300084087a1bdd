package io.calloutauth.seal;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Seals values with AES-256 keys that the host keeps. The first key seals, all open.
 *
 * <p>A sealed value is a compact JWE (RFC 7516) with {@code A256KW} and {@code A256GCM}; no other
 * form is opened. Its protected header names the key and the context, so that a value that was
 * changed or moved does not open.
 *
 * <p>{@link NewKey} makes keys. To rotate, first give every node a set in which the new key comes
 * last; when all have it, one in which it comes first; and drop the old key when nothing is sealed
 * with it any more.
 *
 * <p>Immutable and thread-safe. Never blocks, but to read a file.
 */
public final class SealingKeys implements SecretCipher {

  private static final Logger LOG = LoggerFactory.getLogger(SealingKeys.class);

  private final Map<String, SealingKey> keys = new LinkedHashMap<>();
  private final SealingKey first;

  private SealingKeys(List<SealingKey> keys) {
    this.first = keys.get(0);
    keys.forEach(key -> this.keys.put(key.id(), key));
  }

  /**
   * Returns the keys of a JWK set (RFC 7517 §5).
   *
   * @param jwkSet JSON such as {@code {"keys":[{"kty":"oct","kid":"2026-11","k":"…"}]}}: each key
   *     with 256 bits, and a {@code kid} of its own of at most 128 visible ASCII characters
   * @throws IllegalArgumentException if it is anything else; the message tells what to change, and
   *     holds nothing of a key
   */
  public static SealingKeys parse(String jwkSet) {
    return new SealingKeys(JwkSetReader.read(jwkSet));
  }

  /**
   * Returns the keys of a JWK set in a file, which is read once. When others than its owner and
   * group may read or change the file, a warning in the log says so.
   *
   * @throws IllegalArgumentException if there is no such file, it is unreadable, or it holds
   *     anything else than {@link #parse} takes; the message names the file, but never a path that
   *     is a JWK set itself
   */
  public static SealingKeys fromFile(Path path) {
    KeyFile file = new KeyFile(path);
    SealingKeys keys = from("The file of sealing keys " + path, file.read());
    if (file.isOpenToOthers()) {
      LOG.warn("Others may read or change the file of sealing keys {}: chmod 600 it", path);
    }
    return keys;
  }

  /**
   * Returns the keys of a JWK set in an environment variable.
   *
   * @throws IllegalArgumentException if the variable is not set, or holds anything else than {@link
   *     #parse} takes; the message names the variable
   */
  public static SealingKeys fromEnvironment(String variable) {
    return fromEnvironment(variable, System.getenv());
  }

  static SealingKeys fromEnvironment(String variable, Map<String, String> environment) {
    String jwkSet = environment.get(variable);
    if (jwkSet == null || jwkSet.isBlank()) {
      throw new IllegalArgumentException(
          "The environment variable " + variable + " of the sealing keys is not set");
    }
    return from("The environment variable " + variable, jwkSet);
  }

  private static SealingKeys from(String origin, String jwkSet) {
    try {
      return parse(jwkSet);
    } catch (IllegalArgumentException refused) {
      throw new IllegalArgumentException(origin + ": " + refused.getMessage());
    }
  }

  /**
   * Returns one random key that nobody else has: what it seals opens with this object only, so it
   * is for stores that do not outlive the process.
   */
  public static SealingKeys ephemeral() {
    return new SealingKeys(
        List.of(SealingKey.of("ephemeral-" + UUID.randomUUID(), SealingKey.newBits())));
  }

  /**
   * Seals a value with the first key.
   *
   * @throws IllegalArgumentException if the value is above 64 KiB in UTF-8, or it or the context
   *     has half a surrogate pair, which no encoding keeps; or if the context is longer than any
   *     real one
   */
  @Override
  public SealedText seal(SealContext context, String plainText) {
    return SealedText.of(first.id(), SealedForm.write(first, context, plainText));
  }

  @Override
  public Opened open(SealContext context, String sealed) {
    SealedForm form = SealedForm.read(sealed);
    if (form == null) {
      return Opened.refused(Opened.Refusal.NOT_AUTHENTIC, "");
    }
    SealingKey key = keys.get(form.keyId());
    if (key == null) {
      return Opened.refused(Opened.Refusal.KEY_MISSING, form.keyId());
    }
    String plainText = form.open(key, context);
    return plainText == null
        ? Opened.refused(Opened.Refusal.NOT_AUTHENTIC, key.id())
        : Opened.of(key.id(), plainText);
  }

  @Override
  public List<String> keyIds() {
    return List.copyOf(keys.keySet());
  }

  /** Returns the keys' ids, and nothing of the keys. */
  @Override
  public String toString() {
    return "SealingKeys" + keys.keySet();
  }
}
