package io.calloutauth.store;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * What is to be noted in the history, and which row it is. Immutable and thread-safe.
 *
 * @param row what happened; {@link HistoryRow#count()} says how often, and its times are not read
 * @param rule which rows are one
 * @param state the group of which open rows end, of 32 characters at most; empty for {@link
 *     Rule#OWN}
 * @param ago how long ago it happened for the last time; never below zero
 * @param lasted how long before that it happened for the first time; never below zero
 * @param detachedKind what the rows of notifications are called that a change detaches; empty where
 *     they get none
 */
public record HistoryNote(
    HistoryRow row, Rule rule, String state, Duration ago, Duration lasted, String detachedKind) {

  /** Which rows are one. */
  public enum Rule {
    /** It is a row of its own. */
    OWN,
    /** It joins the open row of the same {@link #key()}, which counts; it opens one if need be. */
    COUNTED,
    /** Like {@link #COUNTED}; the open rows of its {@link #state()} with another key end. */
    IN_TURN,
    /** It is a row of its own if it ends an open row of its {@link #state()}; else it is none. */
    ENDING
  }

  /** Lets no time be below zero, as clocks that are set make it. */
  public HistoryNote {
    ago = ago.isNegative() ? Duration.ZERO : ago;
    lasted = lasted.isNegative() ? Duration.ZERO : lasted;
  }

  /** Returns the note of what happens now, and is a row of its own. */
  public static HistoryNote of(HistoryRow row) {
    return of(row, Rule.OWN, "");
  }

  /** Returns the note of what happens now. */
  public static HistoryNote of(HistoryRow row, Rule rule, String state) {
    return new HistoryNote(row, rule, state, Duration.ZERO, Duration.ZERO, "");
  }

  /** Returns the same of what happened a while ago, for the last and for the first time. */
  public HistoryNote since(Duration last, Duration first) {
    return new HistoryNote(row, rule, state, last, first.minus(last), detachedKind);
  }

  /** Returns the same of a change that may detach notifications. */
  public HistoryNote detaching(String kind) {
    return new HistoryNote(row, rule, state, ago, lasted, kind);
  }

  /**
   * Returns what open rows of a provider are told apart by: a digest, of 43 characters, of kind,
   * notification, actor, detail and whether it went well.
   */
  public String key() {
    String text =
        String.join(
            "\n", // none of them has one
            row.kind(),
            row.notificationId().orElse(""),
            row.actor().orElse(""),
            row.detail(),
            String.valueOf(row.succeeded()));
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }

  /**
   * Returns the rows that go along with a change: one for each notification that it detached, and
   * then its own.
   *
   * @param notifications the notifications whose bindings it changed
   */
  public List<HistoryRow> rows(List<String> notifications) {
    List<HistoryRow> rows = new ArrayList<>();
    if (!detachedKind.isEmpty()) {
      for (String id : notifications) {
        rows.add(row.toBuilder().kind(detachedKind).notification(id).build());
      }
    }
    rows.add(row);
    return rows;
  }

  @Override
  public String toString() {
    return "HistoryNote[" + row + ", " + rule + "]";
  }
}
