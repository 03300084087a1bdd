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
 */
public record EventLine(
    CalloutAuthEvent event, @Nullable String provider, @Nullable String notification) {

  /** Returns what is known beyond the type: changed fields and the outcome's code; may be empty. */
  public String detail() {
    String fields =
        event.changedFields().stream().map(ProviderField::label).collect(Collectors.joining(", "));
    return Stream.of(fields, event.detail())
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining(" · "));
  }
}
