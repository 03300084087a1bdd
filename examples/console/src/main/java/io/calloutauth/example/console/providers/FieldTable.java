package io.calloutauth.example.console.providers;

import io.calloutauth.example.console.providers.FormField.Input;
import io.calloutauth.example.console.providers.FormField.Kind;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderSettings;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** Collects the form's fields by their settings, one method for each way of typing. */
final class FieldTable {

  private final Map<ProviderField, FormField> fields;

  FieldTable(Map<ProviderField, FormField> fields) {
    this.fields = fields;
  }

  void text(
      ProviderField setting,
      String hint,
      Function<Provider, String> reads,
      BiConsumer<ProviderSettings.Builder, ProviderForm> writes) {
    add(setting, Input.of(Kind.TEXT, hint), reads, writes);
  }

  void lines(
      ProviderField setting,
      String hint,
      Function<Provider, String> reads,
      BiConsumer<ProviderSettings.Builder, ProviderForm> writes) {
    add(setting, Input.of(Kind.LINES, hint), reads, writes);
  }

  void flag(
      ProviderField setting,
      String hint,
      Function<Provider, Boolean> reads,
      BiConsumer<ProviderSettings.Builder, ProviderForm> writes) {
    add(
        setting,
        Input.of(Kind.FLAG, hint),
        provider -> reads.apply(provider) ? "true" : "",
        writes);
  }

  void add(
      ProviderField setting,
      Input input,
      Function<Provider, String> reads,
      BiConsumer<ProviderSettings.Builder, ProviderForm> writes) {
    fields.put(setting, new FormField(setting, input, reads, writes));
  }

  static String shown(Optional<URI> url) {
    return url.map(URI::toString).orElse("");
  }

  static String shown(Collection<String> lines) {
    return String.join("\n", lines);
  }

  static String names(List<String> names) {
    return shown(names.stream().map(name -> name + "=").toList());
  }
}
