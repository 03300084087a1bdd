package io.calloutauth.provider;

import io.calloutauth.json.JsonWriter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A provider document: the JSON form of what an administrator types about a provider, for a host's
 * REST API, for exports, imports and templates. Its members are the keys of {@link ProviderField},
 * beside {@code format}; what is not set, or default, is left out. Texts are texts, durations
 * numbers of seconds, lists lists of texts. Immutable and thread-safe; {@link #toString()} hides
 * what it holds.
 *
 * <p>It is written without secrets: of each it says {@code {"set": true}}. It is read with secrets
 * as texts, or with {@code {"ref": "NAME"}}, which a {@link SecretResolver} resolves; {@code
 * {"set": true}} keeps the one that the provider has. Of extra parameters, headers and claims it
 * has an object that names all; a certificate under a password is {@code {"value": "PEM",
 * "password": "..."}}. A private key is never written, also not one that the library made: a new
 * provider has another one made, which its authorization server must be told.
 *
 * <p>Nothing of it is judged when it is read: a key that this version does not know, a value of
 * another type or a secret that is not found is named with all other problems once the settings are
 * created, updated or checked.
 */
public final class ProviderDocument {

  /** The version of the form that this version of the library reads and writes. */
  public static final int FORMAT = 1;

  static final String FORMAT_KEY = "format";

  // Transient: JSON libraries that read fields leave out what may be a secret.
  private final transient Map<String, @Nullable Object> members;
  private final List<FieldProblem> problems;

  private ProviderDocument(Map<String, @Nullable Object> members, List<FieldProblem> problems) {
    this.members = Collections.unmodifiableMap(members);
    this.problems = List.copyOf(problems);
  }

  /**
   * Reads a document of at most 262,144 characters. What is no JSON object, or has a member twice,
   * becomes a problem of the settings that are made of it.
   */
  public static ProviderDocument parse(String json) {
    List<FieldProblem> problems = new ArrayList<>();
    String text = json.startsWith("\ufeff") ? json.substring(1) : json; // an editor's mark
    return new ProviderDocument(DocumentReader.parse(text, problems::add), problems);
  }

  /**
   * Returns the document that a host's own JSON mapper has read into texts, numbers and maps. More
   * members than {@link #parse} reads become a problem of the settings that are made of it.
   */
  public static ProviderDocument of(Map<String, ?> members) {
    List<FieldProblem> problems = new ArrayList<>();
    return new ProviderDocument(DocumentReader.read(members, problems::add), problems);
  }

  /**
   * Returns the document of a provider.
   *
   * @throws IllegalStateException as {@link Provider#toSettings()} does
   */
  public static ProviderDocument of(Provider provider) {
    return of(provider.toSettings());
  }

  /** Returns the document of a draft, without its secrets. */
  public static ProviderDocument of(ProviderSettings settings) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put(FORMAT_KEY, FORMAT);
    SettingTable.TYPED.forEach(setting -> write(setting, settings.draft(), members));
    return new ProviderDocument(members, List.of());
  }

  private static <T> void write(
      Setting<T> setting, ProviderDraft draft, Map<String, @Nullable Object> members) {
    T value = draft.get(setting);
    if (setting.form().isNone(value)) {
      return;
    }
    if (!(value instanceof Map<?, ?> secrets)) {
      members.put(setting.key(), setting.form().toPlain(value));
    } else if (setting.isStored()) {
      Map<String, Object> named = new TreeMap<>();
      secrets.keySet().forEach(name -> named.put((String) name, DocumentSecrets.SET));
      members.put(setting.key(), named);
    } else {
      members.put(setting.key(), DocumentSecrets.SET);
    }
  }

  /** Returns the name of the provider; empty when it has none that is a text. */
  public Optional<String> name() {
    return Optional.ofNullable(members.get(SettingTable.NAME.key()))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  /**
   * Returns the settings of a new provider; of one that exists by its name for {@code
   * createOrUpdate}. What the document does not name is as if it were never set; a client secret,
   * private key or certificate that it does not name is kept where there is one, and taken away by
   * null.
   *
   * @param secrets resolves the secrets that it refers to
   */
  public ProviderSettings toSettings(SecretResolver secrets) {
    return read(new ProviderDraft(), secrets);
  }

  /**
   * Returns the settings of a new provider, as an import makes it: of a secret that the document
   * only says to be set, the resolver is asked by the provider's name and the key, with a slash
   * between them: {@code CRM/client_secret}, {@code CRM/parameters/tier}.
   */
  public ProviderSettings toCopy(SecretResolver secrets) {
    return read(new ProviderDraft(), new DocumentSecrets.Sources(secrets, name().orElse("")));
  }

  /**
   * Returns the settings that replace all that a provider has: those of {@link
   * #toSettings(SecretResolver)}, for an update or a check.
   */
  public ProviderSettings toSettings(Provider replaced, SecretResolver secrets) {
    ProviderDraft draft = new ProviderDraft();
    draft.editOf(replaced.id());
    return read(draft, secrets);
  }

  /**
   * Returns an edit of a provider: what the document does not name is kept, and what it has as null
   * or as an empty text is taken away.
   *
   * @throws IllegalStateException as {@link Provider#toSettings()} does
   */
  public ProviderSettings toEdit(Provider edited, SecretResolver secrets) {
    return read(edited.toSettings().draft().copy(), secrets);
  }

  private ProviderSettings read(ProviderDraft draft, SecretResolver secrets) {
    return read(draft, new DocumentSecrets.Sources(secrets, null));
  }

  private ProviderSettings read(ProviderDraft draft, DocumentSecrets.Sources secrets) {
    draft.ofDocument();
    problems.forEach(draft::unreadable);
    if (problems.isEmpty()) {
      new DocumentReader(draft, secrets).read(members);
    }
    return new ProviderSettings(draft);
  }

  /**
   * Returns the document in texts, numbers, booleans, lists and maps, for any JSON mapper. Keys
   * that this version does not know are left out: a secret may stand there.
   */
  public Map<String, Object> toMap() {
    Map<String, Object> map = new LinkedHashMap<>();
    map.put(FORMAT_KEY, FORMAT);
    for (Setting<?> setting : SettingTable.TYPED) {
      Object value = members.get(setting.key());
      if (value != null) {
        map.put(setting.key(), setting.isSealed() ? hide(setting, value) : value);
      }
    }
    return Collections.unmodifiableMap(map);
  }

  /** A reference is no secret: it stays. */
  private static Object hide(Setting<?> setting, Object value) {
    if (!setting.isStored() || !(value instanceof Map<?, ?> named)) {
      return hide(value);
    }
    Map<String, Object> hidden = new TreeMap<>();
    named.forEach(
        (name, secret) -> {
          if (secret != null) {
            hidden.put(String.valueOf(name), hide(secret));
          }
        });
    return hidden;
  }

  private static Object hide(Object secret) {
    boolean reference =
        secret instanceof Map<?, ?> map
            && map.keySet().equals(DocumentSecrets.REFERENCES)
            && map.get(DocumentSecrets.REFERENCE) instanceof String;
    return reference ? secret : DocumentSecrets.SET;
  }

  /** Returns the document as JSON on one line: the text of {@link #toMap()}. */
  public String toJson() {
    return JsonWriter.write(toMap());
  }

  /** Returns nothing of what it holds. */
  @Override
  public String toString() {
    return "ProviderDocument";
  }
}
