package io.calloutauth;

import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.provider.ProviderField;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds the map of text, numbers, lists and maps that a host writes as JSON. What is not there is
 * left out. Not thread-safe.
 */
final class PlainMap {

  private final Map<String, Object> map = new LinkedHashMap<>();

  /** Puts a text, number, boolean, list or map, or nothing; an instant is written in ISO 8601. */
  PlainMap put(String key, @Nullable Object value) {
    if (value != null) {
      map.put(key, value instanceof Instant time ? time.toString() : value);
    }
    return this;
  }

  /** Returns an unmodifiable map in the order in which it was put together. */
  Map<String, Object> build() {
    return Collections.unmodifiableMap(new LinkedHashMap<>(map));
  }

  /** Returns the keys of fields, or null when there are none. */
  static @Nullable List<String> keys(List<ProviderField> fields) {
    return fields.isEmpty() ? null : fields.stream().map(ProviderField::key).toList();
  }

  /** Returns what a tenant may read of a failure; never a server's own words. */
  static Map<String, Object> of(TokenFailure failure) {
    return new PlainMap()
        .put("class", failure.failureClass().name())
        .put("error", failure.error().name())
        .put("code", failure.code().orElse(null))
        .put("hint", failure.hint().orElse(null))
        .put("correlation_id", failure.correlationId())
        .put("status", failure.status() == 0 ? null : failure.status())
        .put("retry_after", failure.retryAfter().map(Duration::toSeconds).orElse(null))
        .build();
  }
}
