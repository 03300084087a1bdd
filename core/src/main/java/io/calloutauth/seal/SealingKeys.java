package io.calloutauth.seal;

import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Seals values with AES-256 keys that the host keeps. The first key seals, all open.
 *
 * <p>A sealed value is a compact JWE (RFC 7516) with {@code A256KW} and {@code A256GCM}; no other
 * form is opened. Its protected header names the key and the context, so that a value that was
 * changed or moved does not open.
 *
 * <p>To rotate, first give every node a set in which the new key comes last; when all have it, one
 * in which it comes first; and drop the old key when nothing is sealed with it any more.
 *
 * <p>Immutable and thread-safe. Never blocks.
 */
public final class SealingKeys implements SecretCipher {

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
   * Returns one random key that nobody else has: what it seals opens with this object only, so it
   * is for stores that do not outlive the process.
   */
  public static SealingKeys ephemeral() {
    byte[] bits = new byte[SealingKey.BYTES];
    new SecureRandom().nextBytes(bits);
    return new SealingKeys(List.of(SealingKey.of("ephemeral-" + UUID.randomUUID(), bits)));
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
