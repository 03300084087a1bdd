package io.calloutauth.recipes;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutNotSentException;
import io.calloutauth.CalloutRefusedException;
import io.calloutauth.CalloutRefusedException.Reason;
import io.calloutauth.CalloutResponse;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import okhttp3.Interceptor;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Authenticates the callouts of one notification through OkHttp 5. */
// tag::recipe
// OkHttpRecipe recipe = new OkHttpRecipe(auth.callouts(), "invoice-posted");
// new OkHttpClient.Builder().followRedirects(false).addInterceptor(recipe).build()
public record OkHttpRecipe(CalloutAuthenticator callouts, String notificationId)
    implements Interceptor {

  @Override
  public Response intercept(Chain chain) throws IOException {
    Request request = chain.request();
    if (request.header("Authorization") != null) {
      throw new CalloutNotSentException(new CalloutRefusedException(Reason.HEADER_PRESENT));
    }
    CalloutCredentials credentials = authenticate(request);
    while (true) {
      Response response = chain.proceed(signed(request, credentials));
      Optional<CalloutCredentials> next = shown(credentials, response);
      RequestBody body = request.body();
      boolean replayable = body == null || !(body.isOneShot() || body.isDuplex());
      if (next.isEmpty() || !replayable) {
        return response;
      }
      response.close();
      credentials = next.get();
    }
  }

  private CalloutCredentials authenticate(Request request) throws IOException {
    try {
      return callouts.authenticate(notificationId, request.method(), request.url().uri());
    } catch (CalloutAuthException reason) { // OkHttp's own threads take an IOException only
      throw new CalloutNotSentException(reason);
    }
  }

  private static Request signed(Request request, CalloutCredentials with) {
    Request.Builder copy = request.newBuilder();
    with.applyTo(copy::header);
    return copy.build();
  }

  private Optional<CalloutCredentials> shown(CalloutCredentials used, Response response)
      throws IOException {
    ByteBuffer body = ByteBuffer.wrap(response.peekBody(used.bodyLimit()).bytes());
    return callouts.afterResponse(
        used, CalloutResponse.of(response.code(), response::headers, body));
  }
}
// end::recipe
