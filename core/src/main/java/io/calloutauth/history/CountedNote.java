package io.calloutauth.history;

import io.calloutauth.store.HistoryNote;
import io.calloutauth.store.HistoryRow;
import io.calloutauth.store.ProviderKey;
import java.time.Duration;

/** A note that waits, and how often it happened since. Guarded by its owner's lock. */
final class CountedNote {

  private final HistoryNote note;
  private final long firstNanos;
  private long lastNanos;
  private long count;
  private String correlationId;
  private boolean isBeingWritten;

  CountedNote(HistoryNote note, long now) {
    this.note = note;
    this.firstNanos = now;
    this.lastNanos = now;
    this.count = note.row().count();
    this.correlationId = note.row().correlationId();
  }

  /** What makes two notes of a provider one. */
  record Key(String kind, String notification, String actor, String detail, boolean well) {

    static Key of(HistoryRow row) {
      return new Key(
          row.kind(),
          row.notificationId().orElse(""),
          row.actor().orElse(""),
          row.detail(),
          row.succeeded());
    }
  }

  /** Counts another one like it; false when it is being written. */
  boolean count(HistoryNote another, long now) {
    if (isBeingWritten) {
      return false;
    }
    count += another.row().count();
    lastNanos = now;
    correlationId = another.row().correlationId();
    return true;
  }

  void setBeingWritten(boolean isWriting) {
    isBeingWritten = isWriting;
  }

  ProviderKey provider() {
    return note.row().provider();
  }

  HistoryNote.Rule rule() {
    return note.rule();
  }

  String state() {
    return note.state();
  }

  /** Returns what is to be written at a time by the monotonic clock. */
  HistoryNote at(long now) {
    HistoryRow row =
        note.row().toBuilder()
            .correlationId(correlationId)
            .counted(count, note.row().firstAt(), note.row().lastAt())
            .build();
    return new HistoryNote(
        row,
        note.rule(),
        note.state(),
        Duration.ofNanos(now - lastNanos),
        Duration.ofNanos(lastNanos - firstNanos),
        note.detachedKind());
  }
}
