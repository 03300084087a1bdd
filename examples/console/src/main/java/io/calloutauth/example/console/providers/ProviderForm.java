package io.calloutauth.example.console.providers;

import io.calloutauth.InvalidSettingsException;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What was typed about a provider and what is wrong with it: the one place where the form's fields
 * and the library's settings meet. It gives the secret to the settings and to nobody else; {@link
 * #toString()} hides all of it. Immutable.
 */
final class ProviderForm {

  private final Map<ProviderField, String> typed;
  private final Map<ProviderField, String> problems;

  private ProviderForm(Map<ProviderField, String> typed, Map<ProviderField, String> problems) {
    this.typed = typed;
    this.problems = problems;
  }

  /** Returns the form of a provider that is yet to be made. */
  static ProviderForm empty() {
    return of(Map.of("default-lifetime", "300"));
  }

  /** Returns what a request's parameters say. */
  static ProviderForm of(Map<String, String> parameters) {
    Map<ProviderField, String> typed = new EnumMap<>(ProviderField.class);
    for (ProviderField field : ProviderField.values()) {
      typed.put(field, parameters.getOrDefault(parameter(field), "").strip());
    }
    // A secret may begin or end with a space.
    typed.put(ProviderField.CLIENT_SECRET, parameters.getOrDefault("client-secret", ""));
    return new ProviderForm(typed, Map.of());
  }

  /** Returns the form of a provider that is there; its secret is not known here. */
  static ProviderForm of(Provider provider) {
    Map<ProviderField, String> typed = new EnumMap<>(ProviderField.class);
    typed.put(ProviderField.NAME, provider.name());
    typed.put(ProviderField.CLIENT_ID, provider.clientId());
    typed.put(ProviderField.TOKEN_ENDPOINT, provider.tokenEndpoint().toString());
    provider
        .revocationEndpoint()
        .ifPresent(url -> typed.put(ProviderField.REVOCATION_ENDPOINT, url.toString()));
    provider
        .testEndpoint()
        .ifPresent(url -> typed.put(ProviderField.TEST_ENDPOINT, url.toString()));
    typed.put(ProviderField.SCOPE, provider.scope().toString());
    typed.put(ProviderField.CLIENT_AUTHENTICATION, provider.clientAuthentication().name());
    typed.put(
        ProviderField.DEFAULT_LIFETIME, String.valueOf(provider.defaultLifetime().toSeconds()));
    typed.put(ProviderField.SINGLE_TOKEN, provider.singleToken() ? "true" : "");
    typed.put(ProviderField.ORIGINS, provider.origins().toString().replace(' ', '\n'));
    return new ProviderForm(typed, Map.of());
  }

  /** Returns the same form with what the library says is wrong with it. */
  ProviderForm refused(InvalidSettingsException reason) {
    return new ProviderForm(
        typed,
        reason.problems().stream()
            .collect(Collectors.toMap(FieldProblem::field, FieldProblem::reason)));
  }

  /** Returns the same form with something wrong with its name. */
  ProviderForm nameRefused(String reason) {
    return new ProviderForm(typed, Map.of(ProviderField.NAME, reason));
  }

  /** Returns the settings that this form makes of a draft: an empty one, or a provider's own. */
  ProviderSettings over(ProviderSettings.Builder draft) {
    draft
        .name(typed(ProviderField.NAME))
        .clientId(typed(ProviderField.CLIENT_ID))
        .tokenEndpoint(typed(ProviderField.TOKEN_ENDPOINT))
        .revocationEndpoint(typed(ProviderField.REVOCATION_ENDPOINT))
        .testEndpoint(typed(ProviderField.TEST_ENDPOINT))
        .scope(typed(ProviderField.SCOPE))
        .clientAuthentication(clientAuthentication())
        .defaultLifetime(lifetime())
        .singleToken(!typed(ProviderField.SINGLE_TOKEN).isEmpty())
        .noOrigins();
    origins().forEach(draft::origin);
    if (!typed(ProviderField.CLIENT_SECRET).isEmpty()) { // an edit keeps the one that it has
      draft.clientSecret(typed(ProviderField.CLIENT_SECRET));
    }
    return draft.build();
  }

  private ClientAuthentication clientAuthentication() {
    String chosen = typed(ProviderField.CLIENT_AUTHENTICATION);
    return Arrays.stream(ClientAuthentication.values())
        .filter(method -> method.name().equals(chosen))
        .findFirst()
        .orElse(ClientAuthentication.CLIENT_SECRET_BASIC);
  }

  /** Returns no time at all for what is no number: the library says what to type instead. */
  private Duration lifetime() {
    String seconds = typed(ProviderField.DEFAULT_LIFETIME);
    return seconds.matches("\\d{1,9}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : Duration.ZERO;
  }

  private List<String> origins() {
    return typed(ProviderField.ORIGINS)
        .lines()
        .map(String::strip)
        .filter(o -> !o.isEmpty())
        .toList();
  }

  private String typed(ProviderField field) {
    return typed.getOrDefault(field, "");
  }

  /** Returns what a field of the page shows: never the secret. */
  public String value(String parameter) {
    ProviderField field = field(parameter);
    return field == ProviderField.CLIENT_SECRET ? "" : typed(field);
  }

  /** Returns what is wrong with a field of the page, or null when nothing is. */
  public @Nullable String problem(String parameter) {
    return problems.get(field(parameter));
  }

  /** Returns what is wrong, in the order of the fields: each with the place to mend it. */
  public List<Problem> problems() {
    return problems.entrySet().stream()
        .map(
            problem ->
                new Problem(
                    parameter(problem.getKey()), sentence(problem.getKey(), problem.getValue())))
        .toList();
  }

  private static String sentence(ProviderField field, String reason) {
    String label = field.label();
    return label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1) + " " + reason;
  }

  /** Returns whether a secret was typed, which no page shows: it is to be typed again. */
  public boolean secretDropped() {
    return !typed(ProviderField.CLIENT_SECRET).isEmpty();
  }

  /**
   * Something that is wrong.
   *
   * @param parameter the field of the page
   * @param sentence what is wrong, with the field's name
   */
  public record Problem(String parameter, String sentence) {}

  /** Returns how many fields something is wrong with. */
  public int problemCount() {
    return problems.size();
  }

  /** Returns whether the advanced fields need to be looked at. */
  public boolean advanced() {
    return !typed(ProviderField.SINGLE_TOKEN).isEmpty()
        || problems.containsKey(ProviderField.DEFAULT_LIFETIME)
        || problems.containsKey(ProviderField.CLIENT_AUTHENTICATION);
  }

  private static ProviderField field(String parameter) {
    return ProviderField.valueOf(parameter.replace('-', '_').toUpperCase(Locale.ROOT));
  }

  private static String parameter(ProviderField field) {
    return field.name().replace('_', '-').toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "ProviderForm[hidden]";
  }
}
