package io.calloutauth.provider;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A SHA-256 digest of named fields. Each goes in with its name and length, so that no field can
 * pass for a part of another. Not thread-safe.
 */
final class FieldDigest {

  private final MessageDigest digest = sha256();

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  /**
   * Returns the digest of settings, in the order that they are given in.
   *
   * @param text returns what is stored of one
   */
  static String of(Stream<? extends Setting<?>> settings, Function<Setting<?>, String> text) {
    FieldDigest digest = new FieldDigest();
    settings.forEachOrdered(setting -> digest.add(setting.key(), text.apply(setting)));
    return digest.text();
  }

  /** Takes a field in. */
  void add(String name, String text) {
    byte[] value = text.getBytes(StandardCharsets.UTF_8);
    digest.update((name + ":" + value.length + ":").getBytes(StandardCharsets.UTF_8));
    digest.update(value);
  }

  /** Returns the digest in base64url without padding, and starts anew. */
  String text() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
  }
}
