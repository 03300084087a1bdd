package io.calloutauth.spring.boot;

import io.calloutauth.seal.SealingKeys;
import java.util.Base64;

/** JWK sets with one sealing key. */
final class KeySets {

  private KeySets() {}

  static SealingKeys keys(String id) {
    return SealingKeys.parse(text(id));
  }

  static String text(String id) {
    return "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"" + id + "\",\"k\":\"" + bits() + "\"}]}";
  }

  /** Returns what no message may show. */
  static String bits() {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[32]);
  }
}
