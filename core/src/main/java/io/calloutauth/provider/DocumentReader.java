package io.calloutauth.provider;

import io.calloutauth.json.JsonException;
import io.calloutauth.json.JsonReader;
import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.FieldProblem.Reason;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads a document's members into a draft, each by the table of settings. What cannot be read is
 * noted in the draft, which then is refused with all else that is wrong with it. Not thread-safe.
 *
 * @param draft takes the values
 * @param secrets reads those that are secrets
 */
record DocumentReader(ProviderDraft draft, DocumentSecrets secrets) {

  /** The key of what is wrong with a document as a whole. */
  static final String WHOLE = "document";

  private static final int MOST = 256 * 1_024;
  private static final int MOST_MEMBERS = 1_024; // more than all lists at their longest
  private static final int MOST_PROBLEMS = 50;
  private static final Pattern SHOWN = Pattern.compile("[\\w.-]{1,64}");

  DocumentReader(ProviderDraft draft, DocumentSecrets.Sources sources) {
    this(draft, new DocumentSecrets(draft, sources));
  }

  /** Returns the members of a JSON text; none where it is wrong as a whole. */
  static Map<String, @Nullable Object> parse(String json, Consumer<FieldProblem> problems) {
    if (json.length() > MOST) {
      problems.accept(
          new FieldProblem(
              WHOLE,
              Reason.of("too_long", "must have at most 262,144 characters").with("most", MOST)));
      return Map.of();
    }
    try {
      return copy((Map<?, ?>) JsonReader.readObject(json, MOST_MEMBERS).toPlain());
    } catch (JsonException | NumberFormatException unreadable) {
      problems.accept(new FieldProblem(WHOLE, Malformed.of(unreadable)));
      return Map.of();
    }
  }

  /** Returns the members of a map that somebody else read; none where there are too many. */
  static Map<String, @Nullable Object> read(Map<?, ?> map, Consumer<FieldProblem> problems) {
    if (count(map) > MOST_MEMBERS) {
      problems.accept(new FieldProblem(WHOLE, Malformed.TOO_MANY));
      return Map.of();
    }
    return copy(map);
  }

  private static long count(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return map.size() + map.values().stream().mapToLong(DocumentReader::count).sum();
    }
    return value instanceof List<?> list ? list.size() : 0;
  }

  /** Returns the members of a map, in the order of their names. */
  static Map<String, @Nullable Object> copy(@Nullable Map<?, ?> map) {
    Map<String, @Nullable Object> members = new TreeMap<>();
    if (map != null) {
      map.forEach((key, value) -> members.put(String.valueOf(key), copy(value)));
    }
    return members;
  }

  /** No setting has more than a list, or an object of objects. */
  private static @Nullable Object copy(@Nullable Object value) {
    if (value instanceof Map<?, ?> map) {
      return copy(map);
    }
    return value instanceof List<?> list
        ? Collections.unmodifiableList(new ArrayList<>(list))
        : value;
  }

  /** What is wrong with a text that is no JSON. */
  private static final class Malformed {

    static final Reason TOO_MANY = Reason.of("too_many_keys", "has more keys than are read");

    static Reason of(Exception unreadable) {
      if (!(unreadable instanceof JsonException json)) {
        return Reason.of("not_json", "has a number beyond all bounds");
      }
      return switch (json.problem()) {
        case MALFORMED -> Reason.of("not_json", "must be one JSON object");
        case ENDS_EARLY -> Reason.of("ends_early", "ends before its JSON is complete");
        case DUPLICATE_MEMBER -> Reason.of("duplicate_key", "has a key twice");
        case TOO_DEEP -> Reason.of("too_deep", "is nested deeper than any setting is");
        case TOO_MANY_MEMBERS -> TOO_MANY;
      };
    }
  }

  /** Reads all members. Of a later format, nothing is known, and nothing is read. */
  void read(Map<String, @Nullable Object> members) {
    Object format = members.getOrDefault(ProviderDocument.FORMAT_KEY, ProviderDocument.FORMAT);
    if (!isKnown(format)) {
      draft.unreadable(new FieldProblem(ProviderDocument.FORMAT_KEY, wrongFormat(format)));
      return;
    }
    members.forEach(
        (key, value) -> {
          if (!key.equals(ProviderDocument.FORMAT_KEY)) {
            read(key, value);
          }
        });
  }

  /** Some JSON mappers read every number as a double. */
  private static boolean isKnown(@Nullable Object format) {
    return format instanceof Number number
        ? number.doubleValue() == ProviderDocument.FORMAT
        : String.valueOf(ProviderDocument.FORMAT).equals(format);
  }

  private static Reason wrongFormat(@Nullable Object format) {
    Reason reason =
        format instanceof Number
            ? Reason.of(
                "later_format",
                "is that of another version of this library: read the document there, or write it"
                    + " again here")
            : Reason.of("wrong_format", "must be the number 1");
    return reason.with("known", ProviderDocument.FORMAT);
  }

  private void read(String key, @Nullable Object value) {
    SettingTable.TYPED.stream()
        .filter(setting -> setting.key().equals(key))
        .findFirst()
        .ifPresentOrElse(setting -> read(setting, value), () -> unknown(key));
  }

  private void unknown(String key) {
    if (draft.problems().list().size() >= MOST_PROBLEMS) {
      return;
    }
    Reason reason =
        Reason.of("unknown_key", "is no setting that this version knows: correct or remove it");
    draft.problems().add(new FieldProblem(SHOWN.matcher(key).matches() ? key : "a key", reason));
  }

  private <T> void read(Setting<T> setting, @Nullable Object value) {
    draft.mention(setting);
    if (setting.isSealed()) {
      SettingTable.SEALED.stream()
          .filter(setting::equals)
          .forEach(secret -> readSecret(secret, value));
      return;
    }
    try {
      draft.put(setting, value == null ? null : setting.form().fromPlain(value));
    } catch (RuntimeException misfit) { // a cast, a number or a text that is none
      draft.put(setting, null);
      draft.problems().add(setting.field(), setting.form().misfit());
    }
  }

  private void readSecret(Setting<Map<String, Secret>> setting, @Nullable Object value) {
    secrets.read(setting, value);
  }
}
