package io.calloutauth.json;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Finds values in JSON by pointers (RFC 6901) that an administrator typed. */
public final class JsonPointer {

  private static final int LONGEST = 256;
  private static final Pattern FORM = Pattern.compile("(?:/(?:[^/~\\p{Cntrl}]|~[01])*){1,8}");
  private static final Pattern INDEX = Pattern.compile("0|[1-9][0-9]{0,3}");

  private JsonPointer() {}

  /** Tells whether a text is a pointer to within a document: 1 to 8 steps, 256 characters. */
  public static boolean isPointer(String text) {
    return text.length() <= LONGEST && FORM.matcher(text).matches();
  }

  /** Returns what a pointer leads to; null is the same as absent. */
  public static Optional<JsonValue> find(String pointer, JsonValue root) {
    Optional<JsonValue> found = Optional.of(root);
    List<String> steps = Stream.of(pointer.substring(1).split("/", -1)).toList();
    for (String step : steps) {
      String name = step.replace("~1", "/").replace("~0", "~");
      found = found.flatMap(value -> child(value, name));
    }
    return found;
  }

  private static Optional<JsonValue> child(JsonValue value, String name) {
    if (!value.is(JsonValue.Kind.ARRAY)) {
      return value.member(name);
    }
    boolean isThere =
        INDEX.matcher(name).matches() && Integer.parseInt(name) < value.elements().size();
    return isThere ? Optional.of(value.elements().get(Integer.parseInt(name))) : Optional.empty();
  }
}
