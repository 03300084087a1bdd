package io.calloutauth.seal;

import java.util.List;

/**
 * Seals values and opens them again: the seam for a key service. Hosts that have no such service
 * use {@code SealingKeys}.
 *
 * <p>Implementations are thread-safe and may block; they must bind what they seal to the whole
 * context, so that a value that was moved to another context does not open there.
 */
public interface SecretCipher {

  /**
   * Seals a value. The same value sealed twice gives two different texts.
   *
   * @param plainText any Unicode text of at most 64 KiB
   * @throws RuntimeException any, while the key service is out of reach; its message must not hold
   *     the plain text. Whoever stores a provider gets it as it is, and nothing is stored; a token
   *     that cannot be sealed serves on its node alone
   */
  SealedText seal(SealContext context, String plainText);

  /**
   * Opens a value that {@link #seal} made for an equal context. Never throws for what the sealed
   * text holds; while the key service is out of reach, it returns {@link
   * Opened.Refusal#UNAVAILABLE}.
   *
   * @param sealed the {@link SealedText#text()}
   */
  Opened open(SealContext context, String sealed);

  /** Returns the ids of the keys that can open values, the one that seals first. */
  List<String> keyIds();
}
