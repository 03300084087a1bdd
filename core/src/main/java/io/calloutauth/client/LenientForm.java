package io.calloutauth.client;

import io.calloutauth.json.JsonValue;
import java.util.HashMap;
import java.util.Map;

/**
 * Finds the parameters of an error response in a form-encoded body that a strict parser refuses:
 * what cannot be decoded is left out, and of a name that repeats the first counts.
 */
final class LenientForm {

  private static final int PARAMETERS = 256;

  private LenientForm() {}

  /** Returns what was found, as an object; it may be empty. */
  static JsonValue read(String text) {
    Map<String, JsonValue> parameters = new HashMap<>();
    for (String pair : text.strip().split("&", PARAMETERS + 1)) {
      int equals = pair.indexOf('=');
      if (equals > 0 && parameters.size() < PARAMETERS) {
        add(pair.substring(0, equals), pair.substring(equals + 1), parameters);
      }
    }
    return JsonValue.object(parameters);
  }

  private static void add(String name, String value, Map<String, JsonValue> parameters) {
    try {
      parameters.putIfAbsent(FormReader.decode(name), JsonValue.string(FormReader.decode(value)));
    } catch (UnreadableResponseException leftOut) {
      return;
    }
  }
}
