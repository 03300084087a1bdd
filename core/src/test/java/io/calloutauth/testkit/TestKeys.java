package io.calloutauth.testkit;

import io.calloutauth.seal.SealingKeys;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.stream.Collectors;

/** Sealing keys that follow from their ids: the same ones wherever they are made. */
public final class TestKeys {

  private TestKeys() {}

  public static SealingKeys of(String... kids) {
    return SealingKeys.parse(
        Arrays.stream(kids)
            .map(kid -> "{\"kty\":\"oct\",\"kid\":\"" + kid + "\",\"k\":\"" + bits(kid) + "\"}")
            .collect(Collectors.joining(",", "{\"keys\":[", "]}")));
  }

  private static String bits(String kid) {
    try {
      byte[] name = kid.getBytes(StandardCharsets.UTF_8);
      byte[] bits = MessageDigest.getInstance("SHA-256").digest(name);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(bits);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
