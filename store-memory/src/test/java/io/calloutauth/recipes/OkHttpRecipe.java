package io.calloutauth.recipes;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import java.io.IOException;
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
      throw new IOException("The callout has an Authorization header already");
    }
    CalloutCredentials first = authenticate(request);
    Response answer = chain.proceed(signed(request, first));
    Optional<CalloutCredentials> next = shown(first, answer);
    RequestBody body = request.body();
    boolean replayable = body == null || !(body.isOneShot() || body.isDuplex());
    if (next.isEmpty() || !replayable) {
      return answer;
    }
    answer.close();
    Response second = chain.proceed(signed(request, next.get()));
    shown(next.get(), second);
    return second;
  }

  private CalloutCredentials authenticate(Request request) throws IOException {
    try {
      return callouts.authenticate(notificationId, request.method(), request.url().uri());
    } catch (CalloutAuthException e) { // OkHttp's own threads take an IOException only
      throw new IOException("The callout was not sent: " + e.getMessage(), e);
    }
  }

  private static Request signed(Request request, CalloutCredentials with) {
    Request.Builder copy = request.newBuilder();
    with.applyTo(copy::header);
    return copy.build();
  }

  private Optional<CalloutCredentials> shown(CalloutCredentials used, Response answer) {
    return callouts.afterResponse(used, answer.code(), answer::headers);
  }
}
// end::recipe
