package io.calloutauth.provider;

import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.FieldProblem.Reason;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads the secrets of a document into a draft. Each is a text, a reference that the host resolves,
 * or the note that there is one, which keeps it. Not thread-safe.
 *
 * @param draft takes them
 * @param sources has those that it refers to
 */
record DocumentSecrets(ProviderDraft draft, Sources sources) {

  /**
   * Where secrets are found that are not in the document.
   *
   * @param resolver resolves references
   * @param copied the name of a provider whose secrets are asked for where they are only said to be
   *     set; null where such are kept
   */
  record Sources(SecretResolver resolver, @Nullable String copied) {

    private Optional<Secret> find(Setting<?> setting, String name) {
      String part = name.isEmpty() ? "" : "/" + name;
      return copied == null ? Optional.empty() : resolve(copied + "/" + setting.key() + part);
    }

    /** A resolver is the host's code: one that returns null, as a map does, has found nothing. */
    private Optional<Secret> resolve(String reference) {
      Optional<Secret> found = resolver.resolve(reference);
      return Objects.requireNonNullElse(found, Optional.empty());
    }
  }

  /** The member that names a secret of the host's. */
  static final String REFERENCE = "ref";

  /** The members of a reference. */
  static final Set<String> REFERENCES = Set.of(REFERENCE);

  /** The member that holds the one secret where something is typed beside it. */
  static final String VALUE = "value";

  /** What a document says of a secret that there is, without its value. */
  static final Map<String, Object> SET = Map.of("set", true);

  private static final Reason FORM =
      Reason.of(
          "not_a_secret",
          "must be a text, {\"ref\": \"NAME\"} for one that is kept elsewhere, or {\"set\": true}"
              + " to keep the one that there is");
  private static final Reason NAMED =
      Reason.of("not_secrets", "must be an object that names each, with its value or a reference");
  private static final Reason UNRESOLVED =
      Reason.of("secret_unresolved", "is not found under the reference that the document names");

  /** Reads one setting. Of those that are named, all that there are to be are named. */
  void read(Setting<Map<String, Secret>> setting, @Nullable Object value) {
    Map<String, Secret> before = draft.get(setting);
    draft.put(setting, null);
    if (value == null) {
      return;
    }
    if (!setting.isStored()) {
      readOne(setting, value, before);
    } else if (value instanceof Map<?, ?> named) {
      named.forEach((name, secret) -> read(setting, String.valueOf(name), secret));
    } else {
      draft.problems().add(setting.field(), NAMED);
    }
  }

  private void readOne(
      Setting<Map<String, Secret>> setting, Object value, Map<String, Secret> before) {
    if (value.equals(SET) && !before.isEmpty()) {
      draft.put(setting, before);
    } else if (value instanceof Map<?, ?> parts && parts.containsKey(VALUE)) {
      parts.forEach((part, secret) -> readPart(setting, String.valueOf(part), secret));
    } else {
      read(setting, "", value);
    }
  }

  private void readPart(
      Setting<Map<String, Secret>> setting, String part, @Nullable Object secret) {
    if (part.equals(VALUE)) {
      read(setting, "", secret);
    } else if (setting.parts().contains(part)) {
      read(setting, part, secret);
    } else {
      refuse(setting, FORM);
    }
  }

  private void read(Setting<Map<String, Secret>> setting, String name, @Nullable Object value) {
    if (value == null || draft.hasProblem(setting)) {
      return;
    }
    if (value instanceof String text) {
      draft.secret(setting, name, text);
      draft.typed();
    } else if (value.equals(SET)) {
      sources
          .find(setting, name)
          .ifPresentOrElse(
              secret -> draft.secret(setting, name, secret.reveal()),
              () -> draft.keep(setting, name));
    } else if (value instanceof Map<?, ?> map
        && map.size() == 1
        && map.get(REFERENCE) instanceof String reference) {
      resolve(setting, name, reference);
    } else {
      refuse(setting, name.isEmpty() ? FORM : FORM.with("name", name));
    }
  }

  private void resolve(Setting<Map<String, Secret>> setting, String name, String reference) {
    Optional<Secret> secret = sources.resolve(reference);
    if (secret.isPresent()) {
      draft.secret(setting, name, secret.get().reveal());
    } else {
      refuse(setting, name.isEmpty() ? UNRESOLVED : UNRESOLVED.with("name", name));
    }
  }

  private void refuse(Setting<?> setting, Reason reason) {
    draft.problems().add(setting.field(), reason);
  }
}
