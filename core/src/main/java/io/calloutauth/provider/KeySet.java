package io.calloutauth.provider;

import io.calloutauth.json.JsonException;
import io.calloutauth.json.JsonReader;
import io.calloutauth.json.JsonValue;
import io.calloutauth.keys.KeyState;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SigningAlgorithm;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * What stands in clear about the keys of a provider: the id of their set, and of each its id,
 * algorithm, state, and since when. The keys themselves are sealed. Immutable.
 *
 * @param id part of the address that the set is published under; empty when there is none
 */
record KeySet(String id, List<Entry> keys) {

  /** No keys. */
  static final KeySet NONE = new KeySet("", List.of());

  /** The form that is stored: JSON. */
  static final SettingForm<KeySet> FORM = SettingForm.of(NONE, KeySet::write, KeySet::parse);

  /** One key. */
  record Entry(String kid, SigningAlgorithm algorithm, KeyState state, Instant from) {

    private String write() {
      return "{\"kid\":\"%s\",\"alg\":\"%s\",\"state\":\"%s\",\"from\":\"%s\"}"
          .formatted(kid, algorithm.value(), state.value(), from);
    }

    private static Entry parse(JsonValue entry) {
      return new Entry(
          text(entry, "kid"),
          find(SigningAlgorithm.values(), SigningAlgorithm::value, text(entry, "alg")),
          find(KeyState.values(), KeyState::value, text(entry, "state")),
          Instant.parse(text(entry, "from")));
    }
  }

  /** Returns the id of a set that nobody knows yet. */
  static String newId() {
    return UUID.randomUUID().toString();
  }

  /** Returns a set of one key, which signs. */
  static KeySet of(String id, String kid, SigningAlgorithm algorithm, Instant from) {
    return new KeySet(id, List.of(new Entry(kid, algorithm, KeyState.CURRENT, from)));
  }

  /** Returns the same set, whose signing keys sign with an algorithm. */
  KeySet with(SigningAlgorithm algorithm) {
    return new KeySet(
        id,
        keys.stream()
            .map(
                each ->
                    each.state() == KeyState.CURRENT
                        ? new Entry(each.kid(), algorithm, each.state(), each.from())
                        : each)
            .toList());
  }

  /** Returns the keys that sign, and the algorithm of each. */
  Map<String, SigningAlgorithm> signing() {
    return keys.stream()
        .filter(each -> each.state() == KeyState.CURRENT)
        .collect(Collectors.toMap(Entry::kid, Entry::algorithm));
  }

  /** Returns the secrets that an edit keeps, by their key ids. */
  Map<String, Secret> kept() {
    return keys.stream().collect(Collectors.toMap(Entry::kid, entry -> ProviderDraft.KEPT));
  }

  private String write() {
    String entries = keys.stream().map(Entry::write).collect(Collectors.joining(","));
    return "{\"set\":\"" + id + "\",\"keys\":[" + entries + "]}";
  }

  private static KeySet parse(String json) {
    try {
      JsonValue set = JsonReader.readObject(json);
      List<JsonValue> keys = set.member("keys").orElseThrow().elements();
      return new KeySet(text(set, "set"), keys.stream().map(Entry::parse).toList());
    } catch (JsonException unreadable) {
      throw new IllegalStateException("the stored keys cannot be read", unreadable);
    }
  }

  private static String text(JsonValue object, String name) {
    return object.text(name).orElseThrow(() -> new IllegalStateException("no " + name));
  }

  private static <E> E find(E[] all, Function<E, String> name, String text) {
    return Arrays.stream(all)
        .filter(each -> name.apply(each).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no choice is stored so"));
  }
}
