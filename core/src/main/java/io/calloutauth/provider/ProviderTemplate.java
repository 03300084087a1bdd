package io.calloutauth.provider;

import io.calloutauth.json.JsonException;
import io.calloutauth.json.JsonReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A template for the providers of a known vendor: a {@link ProviderDocument} with placeholders, and
 * what an administrator has to know. All of them are from the vendors' documentation, at the
 * address that each names, and were not run against the vendors' servers: {@code check} tells
 * whether one still fits. Immutable and thread-safe.
 */
public final class ProviderTemplate {

  /** What may stand in the place of a placeholder. */
  public enum Kind {
    /** A name: letters, digits, dots, hyphens and underscores. */
    NAME(Pattern.compile("[A-Za-z0-9._-]{1,253}").asMatchPredicate()),
    /** A text of at most 1,024 characters. */
    TEXT(value -> value.length() <= 1_024 && TypedText.isPlain(value)),
    /** A URL without a slash at its end. */
    URL(
        Pattern.compile("https?://[^\\s/?#@]{1,253}(/[^\\s?#@]{0,253}[^\\s?#@/])?")
            .asMatchPredicate()),
    /** An origin, such as {@code https://api.example.com}, or {@code *} for any. */
    ORIGIN(Pattern.compile("\\*|https?://[^\\s/?#@]{1,253}").asMatchPredicate());

    private final Predicate<String> form;

    Kind(Predicate<String> form) {
      this.form = form;
    }

    /**
     * Tells whether a value, without spaces around it, may stand in such a place. An empty one
     * never may, whatever this says of it.
     */
    public boolean takes(String value) {
      return form.test(value);
    }
  }

  /**
   * A placeholder.
   *
   * @param kind what may stand in its place
   * @param text what it is, in words
   */
  public record Placeholder(Kind kind, String text) {}

  private static final List<String> IDS =
      List.of(
          "auth0",
          "cognito",
          "docusign",
          "entra-id",
          "google",
          "keycloak",
          "okta",
          "salesforce",
          "servicenow",
          "zoom");

  private final String id;
  private final String label;
  private final URI documentation;
  private final List<String> notes;
  private final Map<String, Placeholder> placeholders;
  private final Map<?, ?> document;

  private ProviderTemplate(Map<?, ?> json) {
    this.id = text(json, "id");
    this.label = text(json, "label");
    this.documentation = URI.create(text(json, "documentation"));
    this.notes = ((List<?>) part(json, "notes")).stream().map(String.class::cast).toList();
    Map<String, Placeholder> read = new TreeMap<>();
    ((Map<?, ?>) part(json, "placeholders"))
        .forEach((name, place) -> read.put((String) name, placeholder((Map<?, ?>) place)));
    this.placeholders = Collections.unmodifiableMap(read);
    this.document = (Map<?, ?>) part(json, "provider");
  }

  private static Object part(Map<?, ?> json, String name) {
    return Objects.requireNonNull(json.get(name), name);
  }

  private static String text(Map<?, ?> json, String name) {
    return (String) part(json, name);
  }

  private static Placeholder placeholder(Map<?, ?> json) {
    Kind kind =
        switch (text(json, "kind")) {
          case "name" -> Kind.NAME;
          case "text" -> Kind.TEXT;
          case "url" -> Kind.URL;
          case "origin" -> Kind.ORIGIN;
          default -> throw new IllegalStateException("no kind of a placeholder");
        };
    return new Placeholder(kind, text(json, "text"));
  }

  /** Returns all templates, in the order of their ids. */
  public static List<ProviderTemplate> all() {
    return IDS.stream().map(ProviderTemplate::read).toList();
  }

  /** Returns the template with an id; empty when there is none. */
  public static Optional<ProviderTemplate> find(String id) {
    return IDS.contains(id) ? Optional.of(read(id)) : Optional.empty();
  }

  private static ProviderTemplate read(String id) {
    String name = "templates/" + id + ".json";
    try (InputStream in = ProviderTemplate.class.getResourceAsStream(name)) {
      byte[] json = Objects.requireNonNull(in, name).readAllBytes();
      Object plain = JsonReader.readObject(new String(json, StandardCharsets.UTF_8)).toPlain();
      return new ProviderTemplate((Map<?, ?>) Objects.requireNonNull(plain));
    } catch (IOException unread) {
      throw new UncheckedIOException(unread);
    } catch (JsonException broken) {
      throw new IllegalStateException("the template " + id + " is broken", broken);
    }
  }

  /** Returns the id, which never changes. */
  public String id() {
    return id;
  }

  /** Returns the vendor's name. */
  public String label() {
    return label;
  }

  /** Returns where the vendor documents it. */
  public URI documentation() {
    return documentation;
  }

  /** Returns what an administrator has to know, and to do at the vendor's, in sentences. */
  public List<String> notes() {
    return notes;
  }

  /** Returns the placeholders by their names. */
  public Map<String, Placeholder> placeholders() {
    return placeholders;
  }

  /**
   * Returns a draft with values in the places, to go on with: name, client id and secret are not in
   * it. A value that is missing or of another form is a problem of each field that it stands in,
   * beside all others once the settings are judged. Values for other places are left out.
   */
  public ProviderSettings fill(Map<String, String> values) {
    return new TemplateFiller(placeholders, values).fill(document);
  }

  /**
   * Returns this template for a host's JSON: {@code id}, {@code label}, {@code documentation},
   * {@code verified} (false: from documentation, not run), {@code notes} and {@code placeholders}
   * (each with {@code kind} and {@code text}).
   */
  public Map<String, Object> toMap() {
    Map<String, Object> places = new LinkedHashMap<>();
    placeholders.forEach(
        (name, place) ->
            places.put(name, Map.of("kind", place.kind().name(), "text", place.text())));
    Map<String, Object> map = new LinkedHashMap<>();
    map.put("id", id);
    map.put("label", label);
    map.put("documentation", documentation.toString());
    map.put("verified", false);
    map.put("notes", notes);
    map.put("placeholders", places);
    return map;
  }

  @Override
  public String toString() {
    return "ProviderTemplate[" + id + "]";
  }
}
