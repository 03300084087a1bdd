package io.calloutauth.provider;

import io.calloutauth.json.JsonException;
import io.calloutauth.json.JsonReader;
import io.calloutauth.json.JsonValue;
import io.calloutauth.keys.KeyState;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SigningAlgorithm;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What stands in clear about the keys of a provider: the id of their set, and of each its id,
 * algorithm, state, and since when. The keys themselves are sealed. One signs and stands first;
 * while keys are rolled there is a next or a previous one beside it. Immutable.
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

  /** Returns the same set for signatures of another algorithm: all its keys are of one kind. */
  KeySet with(SigningAlgorithm algorithm) {
    return new KeySet(
        id,
        keys.stream()
            .map(each -> new Entry(each.kid(), algorithm, each.state(), each.from()))
            .toList());
  }

  /** Returns the same set with a next key. */
  KeySet withNext(String kid, SigningAlgorithm algorithm, Instant from) {
    Entry next = new Entry(kid, algorithm, KeyState.NEXT, from);
    return new KeySet(id, Stream.concat(keys.stream(), Stream.of(next)).toList());
  }

  /** Returns the same set, in which a key signs, and the one that signed is the previous. */
  KeySet promote(String kid, Instant from) {
    return new KeySet(
        id,
        keys.stream()
            .map(
                each ->
                    each.kid().equals(kid)
                        ? new Entry(kid, each.algorithm(), KeyState.CURRENT, from)
                        : new Entry(each.kid(), each.algorithm(), KeyState.PREVIOUS, from))
            .sorted(Comparator.comparing(each -> each.state() != KeyState.CURRENT))
            .toList());
  }

  /** Returns the same set without a key. */
  KeySet without(String kid) {
    return new KeySet(id, keys.stream().filter(each -> !each.kid().equals(kid)).toList());
  }

  /** Returns the key beside the one that signs; empty when there is none. */
  Optional<Entry> other() {
    return keys.stream().filter(each -> each.state() != KeyState.CURRENT).findFirst();
  }

  /** Returns the ids of the keys, that of the one that signs first, and the algorithm of each. */
  Map<String, SigningAlgorithm> algorithms() {
    Map<String, SigningAlgorithm> algorithms = new LinkedHashMap<>();
    keys.forEach(key -> algorithms.put(key.kid(), key.algorithm()));
    return algorithms;
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

  /** Returns a text that a stored form has. */
  static String text(JsonValue object, String name) {
    return object.text(name).orElseThrow(() -> new IllegalStateException("no " + name));
  }

  private static <E> E find(E[] all, Function<E, String> name, String text) {
    return Arrays.stream(all)
        .filter(each -> name.apply(each).equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no choice is stored so"));
  }
}
