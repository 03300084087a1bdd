package io.calloutauth.example.console.providers;

import io.calloutauth.InvalidSettingsException;
import io.calloutauth.example.console.providers.FormField.Kind;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was typed about a provider and what is wrong with it. It gives secrets to the settings and
 * to nobody else; {@link #toString()} hides all of it. Immutable.
 */
final class ProviderForm {

  /** What a page has a place for; all other settings follow each other under "Advanced". */
  private static final Set<ProviderField> PLACED =
      EnumSet.of(
          ProviderField.NAME,
          ProviderField.GRANT_TYPE,
          ProviderField.CLIENT_ID,
          ProviderField.CLIENT_SECRET,
          ProviderField.ISSUER,
          ProviderField.TOKEN_ENDPOINT,
          ProviderField.REVOCATION_ENDPOINT,
          ProviderField.TEST_ENDPOINT,
          ProviderField.ORIGINS,
          ProviderField.SCOPE);

  private static final Set<ProviderField> UNSEEN =
      EnumSet.of(
          ProviderField.CLIENT_SECRET,
          ProviderField.PRIVATE_KEY,
          ProviderField.CLIENT_CERTIFICATE,
          ProviderField.REFRESH_TOKEN);

  private static final String DEFAULT_LIFETIME = "300";

  /** Opens the certificate, and is no setting. */
  private static final String CERTIFICATE_PASSWORD = "client-certificate-password";

  private final Map<ProviderField, String> typed;
  private final Map<ProviderField, String> stored;
  private final Map<ProviderField, String> problems;
  private final String certificatePassword;

  private ProviderForm(
      Map<ProviderField, String> typed,
      Map<ProviderField, String> stored,
      Map<ProviderField, String> problems,
      String certificatePassword) {
    this.typed = typed;
    this.stored = stored;
    this.problems = problems;
    this.certificatePassword = certificatePassword;
  }

  /** Returns the form of a provider that is yet to be made. */
  static ProviderForm empty() {
    return of(Map.of("default-lifetime", DEFAULT_LIFETIME));
  }

  /** Returns what a request's parameters say. */
  static ProviderForm of(Map<String, String> parameters) {
    Map<ProviderField, String> typed = new EnumMap<>(ProviderField.class);
    for (FormField field : FormFields.ALL.values()) {
      typed.put(field.setting(), parameters.getOrDefault(field.parameter(), "").strip());
    }
    // A secret may begin or end with a space.
    typed.put(ProviderField.CLIENT_SECRET, parameters.getOrDefault("client-secret", ""));
    return new ProviderForm(
        typed, Map.of(), Map.of(), parameters.getOrDefault(CERTIFICATE_PASSWORD, ""));
  }

  /** Returns the form of a provider that is there; its secrets are not known here. */
  static ProviderForm of(Provider provider) {
    return new ProviderForm(texts(provider), texts(provider), Map.of(), "");
  }

  /** Returns the same form as an edit of a provider: what it does not name is that provider's. */
  ProviderForm editing(Provider provider) {
    return new ProviderForm(typed, texts(provider), problems, certificatePassword);
  }

  private static Map<ProviderField, String> texts(Provider provider) {
    Map<ProviderField, String> texts = new EnumMap<>(ProviderField.class);
    FormFields.ALL.forEach((setting, field) -> texts.put(setting, field.reads().apply(provider)));
    return texts;
  }

  /** Returns the same form with other values in some fields. */
  ProviderForm filled(Map<ProviderField, String> values) {
    Map<ProviderField, String> changed = new EnumMap<>(typed);
    changed.putAll(values);
    return new ProviderForm(changed, stored, problems, certificatePassword);
  }

  /** Returns the same form over texts that it began with: secrets that they name are known. */
  ProviderForm beganWith(Map<ProviderField, String> texts) {
    return new ProviderForm(typed, texts, problems, certificatePassword);
  }

  /** Returns the same form with what the library says is wrong with it. */
  ProviderForm refused(InvalidSettingsException reason) {
    Map<ProviderField, String> found = new EnumMap<>(ProviderField.class);
    for (FieldProblem problem : reason.problems()) {
      ProviderField field = problem.field();
      if (field != null) { // the form has no other keys
        found.put(field, problem.reason());
      }
    }
    return new ProviderForm(typed, stored, found, certificatePassword);
  }

  /** Returns the same form with something wrong with one of its fields. */
  ProviderForm refused(ProviderField field, String reason) {
    return new ProviderForm(typed, stored, Map.of(field, reason), certificatePassword);
  }

  /** Returns the same form with a problem at each secret whose value nobody knows. */
  ProviderForm valueless() {
    Map<ProviderField, String> found = new EnumMap<>(ProviderField.class);
    withoutValue().forEach(field -> found.put(field, "has a name without a value"));
    return new ProviderForm(typed, stored, found, certificatePassword);
  }

  /** Returns the settings that this form makes of a draft: an empty one, or a provider's own. */
  ProviderSettings over(ProviderSettings.Builder draft) {
    FormFields.ALL.values().forEach(field -> field.writes().accept(draft, this));
    return draft.build();
  }

  /** Returns what was typed into a field, a secret too. */
  String text(ProviderField setting) {
    return typed.getOrDefault(setting, "");
  }

  /** Returns what opens the certificate that was typed, or null for nothing. */
  @Nullable String certificatePassword() {
    return certificatePassword.isEmpty() ? null : certificatePassword;
  }

  boolean ticked(ProviderField setting) {
    return !text(setting).isEmpty();
  }

  List<String> lines(ProviderField setting) {
    return text(setting).lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
  }

  /** Returns a number that no setting takes for what is none: the library says what to type. */
  List<Integer> numbers(ProviderField setting) {
    return lines(setting).stream()
        .map(line -> line.matches("\\d{1,6}") ? Integer.parseInt(line) : -1)
        .toList();
  }

  /** Returns no time at all for what is no number: the library says what to type instead. */
  Duration seconds(ProviderField setting) {
    String seconds = text(setting);
    return seconds.matches("\\d{1,9}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : Duration.ZERO;
  }

  /** Returns what was chosen by its name, or null for the default. */
  <E extends Enum<E>> @Nullable E chosen(
      ProviderField setting, Class<E> type, Function<E, String> name) {
    return Arrays.stream(type.getEnumConstants())
        .filter(choice -> name.apply(choice).equals(text(setting)))
        .findFirst()
        .orElse(null);
  }

  /** Takes away the secrets whose lines are gone, keeps those without a value, sets the others. */
  void secrets(ProviderField setting, Consumer<String> remove, BiConsumer<String, String> set) {
    SecretLines now = SecretLines.of(text(setting));
    SecretLines.of(stored.getOrDefault(setting, "")).names().stream()
        .filter(name -> !now.names().contains(name))
        .forEach(remove);
    now.values().forEach(set);
  }

  /** Returns the settings of which a name was typed whose value nobody knows. */
  List<ProviderField> withoutValue() {
    return FormFields.ALL.values().stream()
        .filter(field -> field.input().kind() == Kind.SECRET_LINES)
        .map(FormField::setting)
        .filter(
            setting ->
                !SecretLines.of(stored.getOrDefault(setting, ""))
                    .names()
                    .containsAll(SecretLines.of(text(setting)).valueless()))
        .toList();
  }

  /** Returns the names of the fields that hold something else than what is stored. */
  List<String> differences() {
    return FormFields.ALL.values().stream()
        .filter(field -> !normal(text(field.setting())).equals(normal(stored(field))))
        .map(FormField::label)
        .toList();
  }

  private String stored(FormField field) {
    return stored.getOrDefault(field.setting(), "");
  }

  private static String normal(String text) {
    return text.replaceAll("[\\s,]+", " ");
  }

  /** Returns what a field of the page shows: never a secret. */
  public String value(String parameter) {
    FormField field = FormFields.of(parameter);
    if (field == null || UNSEEN.contains(field.setting())) {
      return "";
    }
    String text = text(field.setting());
    return field.input().kind() == Kind.SECRET_LINES ? SecretLines.of(text).shown() : text;
  }

  /** Returns what is wrong with a field of the page, or null when nothing is. */
  public @Nullable String problem(String parameter) {
    FormField field = FormFields.of(parameter);
    return field == null ? null : problems.get(field.setting());
  }

  /** Returns what is wrong, in the order of the settings, those without a field included. */
  public List<Problem> problems() {
    return problems.entrySet().stream()
        .map(
            problem ->
                new Problem(
                    FormFields.ALL.containsKey(problem.getKey())
                        ? FormField.parameter(problem.getKey())
                        : null,
                    FormField.label(problem.getKey()) + " " + problem.getValue()))
        .toList();
  }

  /** Returns how many fields something is wrong with. */
  public int problemCount() {
    return problems.size();
  }

  /** Returns whether a secret was typed, which no page shows: it is to be typed again. */
  public boolean secretDropped() {
    return UNSEEN.stream().anyMatch(field -> !text(field).isEmpty())
        || FormFields.ALL.values().stream()
            .filter(field -> field.input().kind() == Kind.SECRET_LINES)
            .anyMatch(field -> !SecretLines.of(text(field.setting())).values().isEmpty());
  }

  /** Returns the names of the grant types. */
  public List<String> grantTypes() {
    return Objects.requireNonNull(FormFields.ALL.get(ProviderField.GRANT_TYPE)).input().choices();
  }

  /** Returns the fields for which the page has no place of their own. */
  public List<FormField> advancedFields() {
    return FormFields.ALL.values().stream()
        .filter(field -> !PLACED.contains(field.setting()))
        .toList();
  }

  /** Returns whether the advanced fields need to be looked at. */
  public boolean advanced() {
    return advancedFields().stream()
        .anyMatch(
            field ->
                problems.containsKey(field.setting()) || !isDefault(field, text(field.setting())));
  }

  private static boolean isDefault(FormField field, String text) {
    List<String> choices = field.input().choices();
    return text.isEmpty()
        || (!choices.isEmpty() && text.equals(choices.get(0)))
        || (field.setting() == ProviderField.DEFAULT_LIFETIME && text.equals(DEFAULT_LIFETIME));
  }

  @Override
  public String toString() {
    return "ProviderForm[hidden]";
  }

  /**
   * Something that is wrong.
   *
   * @param parameter the field of the page, or null when the page has none for it
   * @param sentence what is wrong, with the setting's name
   */
  public record Problem(@Nullable String parameter, String sentence) {}
}
