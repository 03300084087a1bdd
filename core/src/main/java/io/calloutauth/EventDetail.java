package io.calloutauth;

import io.calloutauth.engine.TokenListener.Note;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.store.Identifiers;
import java.time.Duration;
import java.util.List;

/**
 * How what an event tells of went.
 *
 * @param succeeded whether it went well
 * @param proposed whether it waits for the commit of a host's transaction
 * @param note more on it
 * @param changedFields the fields that an update changed
 * @param widenedFields the fields by which it lets a secret or token go elsewhere
 */
record EventDetail(
    boolean succeeded,
    boolean proposed,
    Note note,
    List<ProviderField> changedFields,
    List<ProviderField> widenedFields) {
  static final EventDetail NONE = of(true, "");

  static EventDetail of(boolean succeeded, String text) {
    return of(succeeded, Note.of(text));
  }

  static EventDetail of(boolean succeeded, Note note) {
    return new EventDetail(succeeded, false, note, List.of(), List.of());
  }

  static EventDetail of(TestReport report) {
    return of(report.passed(), Note.NONE.under(report.correlationId()));
  }

  static EventDetail update(List<ProviderField> changed, List<ProviderField> widened) {
    return new EventDetail(true, false, Note.NONE, changed, widened);
  }

  EventDetail lasting(Duration taken) {
    return new EventDetail(succeeded, proposed, note.lasting(taken), changedFields, widenedFields);
  }

  EventDetail proposed(boolean proposed) {
    return new EventDetail(succeeded, proposed, note, changedFields, widenedFields);
  }

  /** Returns a text without characters that could make one line look like two. */
  static String onOneLine(String text) {
    return text.codePoints()
        .map(point -> point == ' ' || Identifiers.isVisible(point) ? point : '?')
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
