package io.calloutauth.seal;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A JWK set to be written (RFC 7517 §5): what stands in a set that was read stays as it is.
 * Immutable; {@link #toString()} tells the keys' ids only.
 */
final class KeySetDraft {

  private final List<Map<String, Object>> keys;

  private KeySetDraft(List<Map<String, Object>> keys) {
    this.keys = List.copyOf(keys);
  }

  static KeySetDraft empty() {
    return new KeySetDraft(List.of());
  }

  /** Returns a set that was written before. */
  static KeySetDraft of(String jwkSet) {
    return new KeySetDraft(JwkSetReader.members(jwkSet));
  }

  boolean has(String id) {
    return ids().contains(id);
  }

  /** Returns the set with another key at its end, where it opens and does not seal yet. */
  KeySetDraft with(String id, byte[] bits) {
    Map<String, Object> key = new LinkedHashMap<>();
    key.put("kty", "oct");
    key.put("kid", id);
    key.put("k", Base64URL.encode(bits).toString());
    List<Map<String, Object>> more = new ArrayList<>(keys);
    more.add(key);
    return new KeySetDraft(more);
  }

  /** Returns the set with its last key at the front, where it seals. */
  KeySetDraft lastFirst() {
    List<Map<String, Object>> turned = new ArrayList<>(keys);
    turned.add(0, turned.remove(turned.size() - 1));
    return new KeySetDraft(turned);
  }

  /** Returns the set as JSON, a line for each key. */
  String json() {
    return keys.stream()
        .map(JSONObjectUtils::toJSONString)
        .collect(Collectors.joining(",\n  ", "{\"keys\":[\n  ", "\n]}\n"));
  }

  private List<Object> ids() {
    return keys.stream().map(key -> key.get("kid")).toList();
  }

  @Override
  public String toString() {
    return "KeySetDraft" + ids();
  }
}
