package io.calloutauth.seal;

import com.nimbusds.jose.util.Base64URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Makes JWK sets whose keys follow from their ids. */
final class KeySets {

  private KeySets() {}

  static String of(String... kids) {
    return Arrays.stream(kids)
        .map(kid -> "{\"kty\":\"oct\",\"kid\":\"" + kid + "\",\"k\":\"" + bits(kid) + "\"}")
        .collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }

  static Base64URL bits(String kid) {
    try {
      byte[] name = kid.getBytes(StandardCharsets.UTF_8);
      return Base64URL.encode(MessageDigest.getInstance("SHA-256").digest(name));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
