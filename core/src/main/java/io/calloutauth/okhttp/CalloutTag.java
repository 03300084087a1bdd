package io.calloutauth.okhttp;

import java.util.Objects;

/**
 * The tag of an OkHttp request that names the notification whose callout it is, for a {@link
 * CalloutInterceptor#byTag client of many notifications}:
 *
 * <pre>{@code
 * new Request.Builder().url(url).tag(CalloutTag.class, CalloutTag.of("invoice-posted"))
 * }</pre>
 *
 * <p>Immutable and thread-safe.
 */
public final class CalloutTag {

  private final String notificationId;

  private CalloutTag(String notificationId) {
    this.notificationId = Objects.requireNonNull(notificationId, "notificationId");
  }

  /** Returns the tag of a notification's callouts. */
  public static CalloutTag of(String notificationId) {
    return new CalloutTag(notificationId);
  }

  /** Returns the notification that makes the callout. */
  public String notificationId() {
    return notificationId;
  }

  /** Returns the notification's id. */
  @Override
  public String toString() {
    return notificationId;
  }
}
