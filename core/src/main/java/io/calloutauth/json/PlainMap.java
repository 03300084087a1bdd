package io.calloutauth.json;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds the map of text, numbers, lists and maps that a host writes as JSON. What is not there is
 * left out. Not thread-safe.
 */
public final class PlainMap {

  private final Map<String, Object> map = new LinkedHashMap<>();

  /** Puts a text, number, boolean, list or map, or nothing; an instant is written in ISO 8601. */
  public PlainMap put(String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value instanceof Instant time ? time.toString() : value);
    }
    return this;
  }

  /** Puts a list of texts, or nothing where it is empty. */
  public PlainMap putAll(String key, Stream<String> texts) {
    List<String> all = texts.toList();
    return put(key, all.isEmpty() ? null : all);
  }

  /** Returns an unmodifiable map in the order in which it was put together. */
  public Map<String, Object> build() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }
}
