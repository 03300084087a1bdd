package io.calloutauth.example.console.history;

import io.calloutauth.example.console.Outcome.Link;
import io.calloutauth.history.History;
import org.jspecify.annotations.Nullable;

/**
 * A row of history as a page shows it.
 *
 * @param entry the row
 * @param title what happened, in words
 * @param detail what is known beyond that: changed fields and how it went; may be empty
 * @param other the notification or provider that it is about besides; without a path where that is
 *     gone, and null when there is none
 */
record HistoryLine(History.Entry entry, String title, String detail, @Nullable Link other) {

  /** Returns whether it went on, so that there is a first and a last time. */
  public boolean repeated() {
    return entry.count() > 1;
  }
}
