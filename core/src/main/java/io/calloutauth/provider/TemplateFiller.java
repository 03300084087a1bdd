package io.calloutauth.provider;

import io.calloutauth.provider.FieldProblem.Reason;
import io.calloutauth.provider.ProviderTemplate.Placeholder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts values into the places of a template's document.
 *
 * @param placeholders the places by their names
 * @param values what is to stand there
 */
record TemplateFiller(Map<String, Placeholder> placeholders, Map<String, String> values) {

  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  /** Returns the draft; what has a place without a good value is a problem, and not set. */
  ProviderSettings fill(Map<?, ?> document) {
    Map<String, Object> filled = new LinkedHashMap<>();
    Map<String, Reason> problems = new TreeMap<>();
    document.forEach(
        (key, part) -> {
          Reason problem = problem(part);
          if (problem == null) {
            filled.put((String) key, replace(part));
          } else {
            problems.put((String) key, problem);
          }
        });
    ProviderSettings settings = ProviderDocument.of(filled).toSettings(SecretResolver.NONE);
    ProviderDraft draft = settings.draft().copy();
    for (Setting<?> setting : SettingTable.TYPED) {
      Reason problem = problems.get(setting.key());
      if (problem != null) {
        draft.problems().add(setting.field(), problem);
      }
    }
    return new ProviderSettings(draft);
  }

  /**
   * Returns what is wrong with the values that stand in a part of the document; null if nothing.
   */
  private @Nullable Reason problem(Object part) {
    Matcher places = PLACE.matcher(String.valueOf(part));
    while (places.find()) {
      String name = places.group(1);
      Placeholder place = Objects.requireNonNull(placeholders.get(name), name);
      String value = value(name);
      if (value.isEmpty()) {
        return Reason.of("placeholder_missing", "is missing: enter " + place.text())
            .with("placeholder", name);
      }
      if (!place.kind().takes(value)) {
        return Reason.of("placeholder_invalid", "is not as it must be: enter " + place.text())
            .with("placeholder", name);
      }
    }
    return null;
  }

  private String value(String name) {
    return values.getOrDefault(name, "").strip();
  }

  private Object replace(Object part) {
    if (part instanceof List<?> list) {
      return list.stream().map(this::replace).toList();
    }
    if (part instanceof Map<?, ?> map) {
      Map<String, Object> replaced = new TreeMap<>();
      map.forEach((key, value) -> replaced.put((String) key, replace(value)));
      return replaced;
    }
    return part instanceof String text
        ? PLACE.matcher(text).replaceAll(place -> Matcher.quoteReplacement(value(place.group(1))))
        : part;
  }

  /** Returns nothing of the values. */
  @Override
  public String toString() {
    return "TemplateFiller" + placeholders.keySet();
  }
}
