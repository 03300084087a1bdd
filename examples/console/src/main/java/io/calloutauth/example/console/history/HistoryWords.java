package io.calloutauth.example.console.history;

import io.calloutauth.example.console.activity.EventWords;
import io.calloutauth.history.History;
import io.calloutauth.provider.ProviderField;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** Tells in plain words what a row of history says. Thread-safe. */
@Component
final class HistoryWords {

  private final MessageSource messages;
  private final EventWords words;

  HistoryWords(MessageSource messages, EventWords words) {
    this.messages = messages;
    this.words = words;
  }

  /** Returns what happened; the type itself where a later release of the library wrote it. */
  String title(History.Entry entry) {
    String type = entry.type();
    return messages.getMessage("event." + type, null, type, Locale.ENGLISH) + "";
  }

  /** Returns which fields changed and how it went; empty when there is no more to say. */
  String detail(History.Entry entry) {
    String fields =
        entry.changedFields().stream().map(HistoryWords::label).collect(Collectors.joining(", "));
    return Stream.of(fields, words.of(entry.type(), entry.detail()))
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" · "));
  }

  private static String label(String key) {
    return Arrays.stream(ProviderField.values())
        .filter(field -> field.key().equals(key))
        .findFirst()
        .map(ProviderField::label)
        .orElse(key);
  }
}
