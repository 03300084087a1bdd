package io.calloutauth.provider;

import io.calloutauth.oauth.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The values of a draft by setting. What is not there is the setting's default. Values are
 * immutable, and the draft is not thread-safe while it is written; {@link #toString()} hides the
 * secrets.
 */
final class ProviderDraft {

  /** In the place of a secret that an edit keeps. */
  static final Secret KEPT = Secret.of("");

  private final Map<Setting<?>, Object> values = new HashMap<>();
  private final FieldProblems problems = new FieldProblems();
  private final Set<Setting<?>> mentioned = new HashSet<>();
  private @Nullable ProviderId editOf;
  private boolean ofDocument;
  private boolean typed;
  private boolean unreadable;

  ProviderDraft copy() {
    ProviderDraft copy = new ProviderDraft();
    copy.values.putAll(values);
    copy.problems.addAll(problems);
    copy.mentioned.addAll(mentioned);
    copy.editOf = editOf;
    copy.ofDocument = ofDocument;
    copy.typed = typed;
    copy.unreadable = unreadable;
    return copy;
  }

  /** Returns what could not be read of what was typed, beside the values. */
  FieldProblems problems() {
    return problems;
  }

  /** Tells whether nothing could be read of it at all. */
  boolean isUnreadable() {
    return unreadable;
  }

  /** Notes why nothing could be read of it. */
  void unreadable(FieldProblem problem) {
    problems.add(problem);
    unreadable = true;
  }

  boolean hasProblem(Setting<?> setting) {
    return problems.has(setting.field());
  }

  /** Tells whether it was read from a document, which may say that secrets are kept. */
  boolean isOfDocument() {
    return ofDocument;
  }

  void ofDocument() {
    ofDocument = true;
  }

  /** Tells whether a secret was typed, and not referred to or kept alone. */
  boolean isTyped() {
    return typed;
  }

  void typed() {
    typed = true;
  }

  /** Tells whether a document says something of a setting, be it that there is none. */
  boolean isMentioned(Setting<?> setting) {
    return mentioned.contains(setting);
  }

  void mention(Setting<?> setting) {
    mentioned.add(setting);
  }

  /** Returns the provider whose secrets are kept, or null when this is no edit. */
  @Nullable ProviderId editOf() {
    return editOf;
  }

  void editOf(ProviderId id) {
    this.editOf = id;
  }

  /** Returns the value of a setting; its default where none is there. */
  @SuppressWarnings("unchecked") // only put() puts values in, of the setting's type
  <T> T get(Setting<T> setting) {
    Object value = values.get(setting);
    return value == null ? setting.form().none() : (T) value;
  }

  /** Sets a value; null takes it away. */
  <T> void put(Setting<T> setting, @Nullable T value) {
    problems.remove(setting.key());
    if (value == null || setting.form().isNone(value)) {
      values.remove(setting);
    } else {
      values.put(setting, value);
    }
  }

  /** Adds to a list; null adds nothing. */
  void add(Setting<List<String>> setting, @Nullable String value) {
    if (value != null) {
      List<String> longer = new ArrayList<>(get(setting));
      longer.add(value);
      put(setting, List.copyOf(longer));
    }
  }

  /** Sets a secret by its name; null and the empty text take it away. */
  void secret(Setting<Map<String, Secret>> setting, String name, @Nullable String value) {
    Map<String, Secret> changed = new TreeMap<>(get(setting));
    if (value == null || value.isEmpty()) {
      changed.remove(name);
    } else {
      changed.put(name, Secret.of(value));
    }
    put(setting, Collections.unmodifiableMap(changed));
  }

  /** Sets a setting's one secret in place of all that it has; null and the empty text are none. */
  void onlySecret(Setting<Map<String, Secret>> setting, @Nullable String value) {
    put(setting, null);
    secret(setting, "", value);
  }

  /** Keeps a secret of the provider that is edited. */
  void keep(Setting<Map<String, Secret>> setting, String name) {
    Map<String, Secret> changed = new TreeMap<>(get(setting));
    changed.put(name, KEPT);
    put(setting, Collections.unmodifiableMap(changed));
  }

  /** Returns the text of a value as it is stored; empty for the default. */
  <T> String text(Setting<T> setting) {
    return setting.form().write(get(setting));
  }

  @Override
  public String toString() {
    return "ProviderDraft" + values.keySet();
  }
}
