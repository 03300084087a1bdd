package io.calloutauth.seal;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Reads sealing keys from a JWK set (RFC 7517 §5). Nimbus's own reader drops keys it does not know;
 * here each one counts, since a key left out is a value that never opens again.
 *
 * <p>Nothing of the input but a well-formed {@code kid} gets into a message, and no parser's
 * exception becomes a cause: both could hold a key.
 */
final class JwkSetReader {

  private final List<SealingKey> keys = new ArrayList<>();
  private final Set<String> ids = new HashSet<>();

  private JwkSetReader() {}

  static List<SealingKey> read(String jwkSet) {
    JwkSetReader reader = new JwkSetReader();
    List<?> entries = entries(jwkSet);
    for (int i = 0; i < entries.size(); i++) {
      reader.add(entries.get(i), i);
    }
    return reader.keys;
  }

  /** Returns the members of each key of a set in which all keys are good. */
  static List<Map<String, Object>> members(String jwkSet) {
    read(jwkSet);
    return entries(jwkSet).stream().map(JwkSetReader::members).toList();
  }

  private static Map<String, Object> members(Object jwk) {
    Map<String, Object> members = new LinkedHashMap<>();
    ((Map<?, ?>) jwk).forEach((name, value) -> members.put((String) name, value));
    return members;
  }

  private static List<?> entries(String jwkSet) {
    if (!(set(jwkSet).get("keys") instanceof List<?> entries)) {
      throw notASet();
    }
    if (entries.isEmpty()) {
      throw new IllegalArgumentException("The JWK set is empty: give it at least one key");
    }
    return entries;
  }

  private static Map<String, Object> set(String jwkSet) {
    try {
      return Objects.requireNonNullElse(JSONObjectUtils.parse(jwkSet), Map.of());
    } catch (ParseException e) {
      throw notASet();
    }
  }

  private static IllegalArgumentException notASet() {
    return new IllegalArgumentException(
        "Not a JWK set: the sealing keys must be a JSON object with an array 'keys'");
  }

  private void add(Object entry, int index) {
    String place = "The key at index " + index + " of the JWK set ";
    if (!(entry instanceof Map<?, ?> jwk)) {
      throw new IllegalArgumentException(place + "is not a JSON object");
    }
    if (!(jwk.get("kid") instanceof String id && SealingKey.isId(id))) {
      throw new IllegalArgumentException(
          place + "has no usable 'kid': give it one of 1 to 128 visible ASCII characters");
    }
    if (!ids.add(id)) {
      throw new IllegalArgumentException(
          place + "repeats the kid '" + id + "': give each key a kid of its own");
    }
    keys.add(SealingKey.of(id, bits(jwk, "The key '" + id + "' of the JWK set ")));
  }

  private static byte[] bits(Map<?, ?> jwk, String place) {
    if (!"oct".equals(jwk.get("kty"))) {
      throw new IllegalArgumentException(place + "is not symmetric: its 'kty' must be 'oct'");
    }
    if (jwk.get("k") instanceof String text) {
      Base64URL k = new Base64URL(text);
      byte[] bits = k.decode();
      if (bits.length == SealingKey.BYTES && Base64URL.encode(bits).equals(k)) {
        return bits;
      }
    }
    throw new IllegalArgumentException(
        place + "must have 256 bits: 32 bytes in 'k' as Base64url without padding");
  }
}
