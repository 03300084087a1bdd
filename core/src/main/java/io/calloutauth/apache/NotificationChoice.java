package io.calloutauth.apache;

import io.calloutauth.CalloutRefusedException;
import io.calloutauth.CalloutRefusedException.Reason;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.jspecify.annotations.Nullable;

/**
 * Which notification a request is of.
 *
 * @param one that of all requests of a client; null when each request's context names its own
 */
record NotificationChoice(@Nullable String one) {

  /**
   * Returns the notification of a request.
   *
   * @throws CalloutRefusedException when it names none
   */
  String of(HttpClientContext context) {
    if (one != null) {
      return one;
    }
    if (context.getAttribute(CalloutExecHandler.NOTIFICATION) instanceof String id) {
      return id;
    }
    throw new CalloutRefusedException(Reason.NO_NOTIFICATION);
  }
}
