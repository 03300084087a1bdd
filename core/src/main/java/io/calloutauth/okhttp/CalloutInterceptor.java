package io.calloutauth.okhttp;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutNotSentException;
import io.calloutauth.CalloutRefusedException;
import io.calloutauth.CalloutRefusedException.Reason;
import java.io.IOException;
import java.util.Objects;
import okhttp3.Authenticator;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * OkHttp interceptor that sends every call as an authenticated callout: sets the token, shows each
 * response to the authenticator, and sends the callout once more while credentials are offered.
 *
 * <pre>{@code
 * new OkHttpClient.Builder()
 *     .followRedirects(false)
 *     .addInterceptor(CalloutInterceptor.of(auth.callouts(), "invoice-posted"))
 * }</pre>
 *
 * <p>It is an application interceptor, not a network interceptor, and comes behind those that
 * change a request's URL: one behind it would take the token elsewhere. A call fails with a {@link
 * CalloutNotSentException}, and nothing is sent, when it cannot be authenticated, when its request
 * has an Authorization header already, and when its client follows redirects, because they would
 * take the token elsewhere. A request body is sent again unless it is one-shot or duplex; where
 * that is so, the caller gets the first response. The client's {@code Authenticator} is not asked.
 *
 * <p>Blocks the call's thread while a token is fetched: at most for what is left of the call's
 * timeout, or for 20 seconds (a setting) where it has none. Cancelling the call ends the wait.
 * Thread-safe.
 */
public final class CalloutInterceptor implements Interceptor {

  private final CalloutAuthenticator callouts;
  private final @Nullable String notificationId;

  private CalloutInterceptor(CalloutAuthenticator callouts, @Nullable String notificationId) {
    this.callouts = Objects.requireNonNull(callouts, "callouts");
    this.notificationId = notificationId;
  }

  /**
   * Returns an interceptor for a client whose calls are all callouts of one notification.
   *
   * @param callouts authenticates them
   * @param notificationId the notification that makes them
   */
  public static CalloutInterceptor of(CalloutAuthenticator callouts, String notificationId) {
    return new CalloutInterceptor(
        callouts, Objects.requireNonNull(notificationId, "notificationId"));
  }

  /**
   * Returns an interceptor for a client of many notifications: each request names its own with a
   * {@link CalloutTag}. One that has none is not sent.
   *
   * @param callouts authenticates them
   */
  public static CalloutInterceptor byTag(CalloutAuthenticator callouts) {
    return new CalloutInterceptor(callouts, null);
  }

  /**
   * Sends one call.
   *
   * @throws CalloutNotSentException when it could not be authenticated
   * @throws IllegalStateException when this is a network interceptor
   */
  @Override
  public Response intercept(Chain chain) throws IOException {
    if (chain.connection() != null) {
      throw new IllegalStateException(
          "add it with addInterceptor: a network interceptor cannot send a callout once more");
    }
    CallWait wait = new CallWait(chain.call(), System::nanoTime);
    try {
      String id = notificationOf(chain.request());
      refuse(chain);
      return new OkHttpCallout(callouts, chain.withAuthenticator(Authenticator.NONE), wait)
          .send(id);
    } catch (CalloutAuthException reason) { // OkHttp's own threads take an IOException only
      throw new CalloutNotSentException(reason);
    }
  }

  private String notificationOf(Request request) {
    if (notificationId != null) {
      return notificationId;
    }
    CalloutTag tag = request.tag(CalloutTag.class);
    if (tag == null) {
      throw new CalloutRefusedException(Reason.NO_NOTIFICATION);
    }
    return tag.notificationId();
  }

  private static void refuse(Chain chain) {
    if (chain.request().header(OkHttpCallout.AUTHORIZATION) != null) {
      throw new CalloutRefusedException(Reason.HEADER_PRESENT);
    }
    if (chain.getFollowRedirects()) {
      throw new CalloutRefusedException(Reason.FOLLOWS_REDIRECTS);
    }
  }
}
