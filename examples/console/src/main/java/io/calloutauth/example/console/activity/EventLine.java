package io.calloutauth.example.console.activity;

import io.calloutauth.CalloutAuthEvent;
import io.calloutauth.provider.ProviderField;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An event as a page shows it.
 *
 * @param event the event
 * @param provider its provider's name, or null when it concerns none or it is gone
 * @param notification its notification's name, or null when it concerns none or it is gone
 * @param words how it went, in plain words; empty when its type says it all
 */
public record EventLine(
    CalloutAuthEvent event,
    @Nullable String provider,
    @Nullable String notification,
    String words) {

  /** Returns what is known beyond the type: changed fields and how it went; may be empty. */
  public String detail() {
    String fields =
        event.changedFields().stream().map(ProviderField::label).collect(Collectors.joining(", "));
    return Stream.of(fields, words)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" · "));
  }
}
