package io.calloutauth.provider;

import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.provider.FieldProblem.Reason;
import java.util.List;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.BiPredicate;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The definition of one setting of a provider: its key, its form, how it is read and judged, for
 * which grant types and client authentications it is there, and what follows from an edit. {@link
 * SettingTable} has all of them. Immutable and thread-safe.
 *
 * @param <T> the type of its value
 */
final class Setting<T> {

  /** Whether a setting is there for a grant type and a client authentication. */
  enum Presence {
    REQUIRED,
    OPTIONAL,
    NONE
  }

  /**
   * What a reader makes of what was typed.
   *
   * @param value the value, as far as it could be read
   * @param problem what is wrong and what to type instead, to be read after the field's label; null
   *     when nothing is
   */
  record Reading<T>(T value, @Nullable Reason problem) {}

  /** Reads and judges what was typed, in a tenant where a policy rules. */
  interface Reader<T> {
    Reading<T> read(T typed, EndpointPolicy policy, String tenant);
  }

  private final String key;
  private final @Nullable ProviderField field;
  private final SettingForm<T> form;
  private final Effect effect;
  private final boolean stored;
  private final String secretName;
  private final List<String> parts;
  private final Reader<T> reader;
  private final BiFunction<GrantType, ClientAuthentication, Presence> need;
  private final BiPredicate<String, String> differing;
  private final BiPredicate<String, String> widening;
  private final Class<?> target;
  private final BiConsumer<Object, T> filler;

  private Setting(Builder<T> builder) {
    this.key = builder.key;
    this.field = builder.field;
    this.form = builder.form;
    this.effect = builder.effect;
    this.stored = builder.stored;
    this.secretName = builder.secretName;
    this.parts = builder.parts;
    this.reader = builder.reader;
    this.need = builder.need;
    this.differing = builder.differing;
    this.widening = builder.widening;
    this.target = builder.target;
    this.filler = builder.filler;
  }

  /** Returns the key that it is stored under. */
  String key() {
    return key;
  }

  /** Tells whether it is typed, and not kept by the library itself. */
  boolean isTyped() {
    return field != null;
  }

  /** Returns the field that it is typed into. */
  ProviderField field() {
    return Objects.requireNonNull(field, key);
  }

  SettingForm<T> form() {
    return form;
  }

  Effect effect() {
    return effect;
  }

  /** Tells whether the map of stored texts has it, and not a place of its own. */
  boolean isStored() {
    return stored;
  }

  /** Tells whether its values are secrets, which are sealed. */
  boolean isSealed() {
    return !secretName.isEmpty();
  }

  /** Returns the name that one of its secrets is sealed under. */
  String secretName(String name) {
    return secretName + name;
  }

  /** Tells whether it has one secret, which has no name of its own. */
  boolean isSingleSecret() {
    return isSealed() && !secretName.endsWith(":");
  }

  /** Returns the names of what is typed beside its one secret, and not kept. */
  List<String> parts() {
    return parts;
  }

  /** Tells whether a sealed value of a name is one of its secrets. */
  boolean hasSecret(String sealedName) {
    return secretName.endsWith(":")
        ? sealedName.startsWith(secretName)
        : isSealed() && (sealedName.equals(secretName) || sealedName.startsWith(secretName + ":"));
  }

  Reading<T> read(T typed, EndpointPolicy policy, String tenant) {
    return reader.read(typed, policy, tenant);
  }

  Presence need(GrantType grant, ClientAuthentication authentication) {
    return need.apply(grant, authentication);
  }

  /** Tells whether two stored texts of it, empty where it is not set, mean two things. */
  boolean differs(String before, String now) {
    return differing.test(before, now);
  }

  /**
   * Tells whether a secret or a token could go where it could not go before.
   *
   * @param before the stored text; empty where it is not set
   * @param now the new text, which may yet be refused for something else
   */
  boolean widens(String before, String now) {
    return effect.isDestination() && widening.test(before, now);
  }

  /** Parses a stored text into the builder that a node's form is made by; tells if it takes it. */
  boolean fill(Object builder, String text) {
    if (!target.isInstance(builder)) {
      return false;
    }
    filler.accept(builder, form.parse(text));
    return true;
  }

  @Override
  public String toString() {
    return key;
  }

  /** Defines a setting. Not thread-safe. */
  static final class Builder<T> {

    private final String key;
    private final @Nullable ProviderField field;
    private final SettingForm<T> form;
    private final Effect effect;
    private final Consumer<Setting<T>> table;
    private boolean stored = true;
    private String secretName = "";
    private List<String> parts = List.of();
    private Reader<T> reader = (typed, policy, tenant) -> new Reading<>(typed, null);
    private BiFunction<GrantType, ClientAuthentication, Presence> need =
        (g, a) -> Presence.OPTIONAL;
    private BiPredicate<String, String> differing = (before, now) -> !before.equals(now);
    private BiPredicate<String, String> widening = differing;
    private Class<?> target = Void.class;
    private BiConsumer<Object, T> filler = (builder, value) -> {};

    /**
     * Starts the definition.
     *
     * @param field the field that it is typed into, or null when the library itself keeps it
     * @param table takes the setting
     */
    Builder(
        String key,
        @Nullable ProviderField field,
        SettingForm<T> form,
        Effect effect,
        Consumer<Setting<T>> table) {
      this.key = key;
      this.field = field;
      this.form = form;
      this.effect = effect;
      this.table = table;
    }

    /** Sets how what is typed is read and judged; as it is unless set. */
    Builder<T> reader(Reader<T> reader) {
      this.reader = reader;
      return this;
    }

    /** Sets for which grant types and client authentications it is there; for all unless set. */
    Builder<T> need(BiFunction<GrantType, ClientAuthentication, Presence> need) {
      this.need = need;
      return this;
    }

    /** Says that it is always required. */
    Builder<T> required() {
      return need((grant, authentication) -> Presence.REQUIRED);
    }

    /** Sets which texts mean two things; texts that are not equal unless set. */
    Builder<T> differing(BiPredicate<String, String> differing) {
      this.differing = differing;
      return this;
    }

    /** Sets which edits of a destination widen it; each unless set. */
    Builder<T> widening(BiPredicate<String, String> widening) {
      this.widening = widening;
      return this;
    }

    /** Says that it has a place of its own in the row. */
    Builder<T> storedElsewhere() {
      this.stored = false;
      return this;
    }

    /** Sets the name that its secrets are sealed under; one that ends in a colon goes before. */
    Builder<T> sealedAs(String secretName) {
      this.secretName = secretName;
      return this;
    }

    /** Sets the name of what is typed beside its one secret, and not kept. */
    Builder<T> typedWith(String part) {
      this.parts = List.of(part);
      return this;
    }

    /** Sets where nodes keep it. */
    <B> Builder<T> into(Class<B> builder, BiConsumer<B, ? super T> filler) {
      this.target = builder;
      this.filler = (any, value) -> filler.accept(builder.cast(any), value);
      return this;
    }

    Setting<T> define() {
      Setting<T> setting = new Setting<>(this);
      table.accept(setting);
      return setting;
    }
  }
}
