package io.calloutauth.example.console.providers;

import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * One field of the provider's form: how a page shows it, and how what is typed there becomes a
 * setting.
 *
 * @param setting the library's setting
 * @param input what the page shows for it
 * @param reads gives the text that a provider's setting is shown as
 * @param writes puts what was typed into a draft
 */
record FormField(
    ProviderField setting,
    Input input,
    Function<Provider, String> reads,
    BiConsumer<ProviderSettings.Builder, ProviderForm> writes) {

  /** Returns the name of the request parameter, which is the id of the page's field too. */
  static String parameter(ProviderField setting) {
    return setting.key().replace('_', '-').toLowerCase(Locale.ROOT);
  }

  /** Returns the name of the request parameter. */
  public String parameter() {
    return parameter(setting);
  }

  /** Returns the setting's name as a page shows it. */
  public String label() {
    return label(setting);
  }

  static String label(ProviderField setting) {
    String label = setting.label();
    return label.substring(0, 1).toUpperCase(Locale.ROOT) + label.substring(1);
  }

  /**
   * What a page shows for a setting.
   *
   * @param kind how it is typed
   * @param choices the values that there are; empty where any text may be typed
   * @param hint what to type
   */
  record Input(Kind kind, List<String> choices, String hint) {

    static Input of(Kind kind, String hint) {
      return new Input(kind, List.of(), hint);
    }

    static <E extends Enum<E>> Input choice(Class<E> type, Function<E, String> name, String hint) {
      return new Input(
          Kind.CHOICE, Arrays.stream(type.getEnumConstants()).map(name).toList(), hint);
    }
  }

  /** How something is typed. */
  enum Kind {
    /** In one line. */
    TEXT,
    /** One entry in each line. */
    LINES,
    /** A name and a secret value in each line; no page shows the values. */
    SECRET_LINES,
    /** By ticking a box. */
    FLAG,
    /** From a list. */
    CHOICE
  }
}
