package io.calloutauth.example.console.providers;

import io.calloutauth.example.console.providers.FormField.Kind;
import io.calloutauth.provider.ProviderDocument;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.provider.ProviderTemplate;
import io.calloutauth.provider.ProviderTemplate.Placeholder;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A template that a new provider begins with, and what was typed into its places: no secrets.
 * Immutable.
 */
final class TemplateChoice {

  /** The request parameter that names the template. */
  private static final String PARAMETER = "template";

  private static final String PLACE = "place-";

  private final ProviderTemplate template;
  private final Map<String, String> values;
  private final boolean isJudged;

  private TemplateChoice(ProviderTemplate template, Map<String, String> values, boolean isJudged) {
    this.template = template;
    this.values = Map.copyOf(values);
    this.isJudged = isJudged;
  }

  /** Returns a template into which nothing was typed yet. */
  static TemplateChoice of(ProviderTemplate template) {
    return new TemplateChoice(template, Map.of(), false);
  }

  /** Returns a template with what a request's parameters say. */
  static TemplateChoice of(ProviderTemplate template, Map<String, String> parameters) {
    Map<String, String> values =
        template.placeholders().keySet().stream()
            .collect(
                Collectors.toMap(
                    name -> name, name -> parameters.getOrDefault(PLACE + name, "").strip()));
    return new TemplateChoice(template, values, true);
  }

  /** Returns what a request's parameters say; null where they name no template. */
  static @Nullable TemplateChoice of(Map<String, String> parameters) {
    return ProviderTemplate.find(parameters.getOrDefault(PARAMETER, ""))
        .map(template -> of(template, parameters))
        .orElse(null);
  }

  /** Returns the template. */
  public ProviderTemplate template() {
    return template;
  }

  /** Returns the host of its documentation. */
  public String documentationHost() {
    return template.documentation().getHost();
  }

  /** Returns its places, in the order of their names. */
  public List<Place> places() {
    return template.placeholders().entrySet().stream()
        .map(place -> new Place(PLACE + place.getKey(), label(place.getKey()), place.getValue()))
        .toList();
  }

  private static String label(String name) {
    String words = name.replace('_', ' ');
    return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
  }

  /** Returns what was typed into a place. */
  public String value(String parameter) {
    return values.getOrDefault(parameter.substring(PLACE.length()), "");
  }

  /** Returns what is wrong with what was typed into a place, or null when nothing is. */
  public @Nullable String problem(String parameter) {
    Placeholder place = template.placeholders().get(parameter.substring(PLACE.length()));
    String value = value(parameter);
    if (!isJudged || place == null) {
      return null;
    }
    return value.isEmpty()
        ? "is missing: enter " + place.text()
        : place.kind().takes(value) ? null : "is not as it must be: enter " + place.text();
  }

  /** Returns the places that something is wrong with. */
  public List<Place> wrong() {
    return places().stream().filter(place -> problem(place.parameter()) != null).toList();
  }

  /** Returns what the new provider begins with. */
  ProviderSettings.Builder draft() {
    return template.fill(values).toBuilder();
  }

  /** Returns the form with all that the template says. */
  ProviderForm form() {
    return over(ProviderForm.empty().filled(texts()));
  }

  /** Returns a form that began with this template: the secrets that it names are known. */
  ProviderForm over(ProviderForm form) {
    return form.beganWith(texts());
  }

  private Map<ProviderField, String> texts() {
    Map<String, Object> document = ProviderDocument.of(draft().build()).toMap();
    Map<ProviderField, String> texts = new EnumMap<>(ProviderField.class);
    FormFields.ALL.forEach(
        (setting, field) -> {
          Object value = document.get(setting.key());
          if (value != null) {
            texts.put(setting, text(field, value));
          }
        });
    return texts;
  }

  private static String text(FormField field, Object value) {
    if (value instanceof Map<?, ?> secrets) {
      return field.input().kind() == Kind.SECRET_LINES
          ? FieldTable.names(secrets.keySet().stream().map(String::valueOf).toList())
          : "";
    }
    return value instanceof Collection<?> lines
        ? FieldTable.shown(lines.stream().map(String::valueOf).toList())
        : String.valueOf(value);
  }

  /** Returns nothing of what was typed. */
  @Override
  public String toString() {
    return "TemplateChoice[" + template.id() + "]";
  }

  /**
   * A place of a template.
   *
   * @param parameter the request parameter, which is the id of the page's field too
   * @param label its name
   * @param placeholder what may stand there
   */
  record Place(String parameter, String label, Placeholder placeholder) {

    /** Returns what to type. */
    public String hint() {
      return "Enter " + placeholder.text();
    }
  }
}
