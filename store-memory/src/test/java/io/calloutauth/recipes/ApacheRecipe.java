package io.calloutauth.recipes;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutNotSentException;
import io.calloutauth.CalloutRefusedException;
import io.calloutauth.CalloutRefusedException.Reason;
import io.calloutauth.CalloutResponse;
import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Optional;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.classic.ExecChainHandler;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;

/** Authenticates the callouts of one notification through Apache HttpClient 5. */
// tag::recipe
// ApacheRecipe recipe = new ApacheRecipe(auth.callouts(), "invoice-posted");
// HttpClients.custom().disableRedirectHandling().addExecInterceptorFirst("auth", recipe).build()
public record ApacheRecipe(CalloutAuthenticator callouts, String notificationId)
    implements ExecChainHandler {

  @Override
  public ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    if (request.containsHeader("Authorization")) {
      throw new CalloutNotSentException(new CalloutRefusedException(Reason.HEADER_PRESENT));
    }
    CalloutCredentials credentials = authenticate(request);
    while (true) {
      ClassicHttpResponse response = chain.proceed(signed(request, credentials), scope);
      Optional<CalloutCredentials> next = callouts.afterResponse(credentials, shown(response));
      boolean replayable = request.getEntity() == null || request.getEntity().isRepeatable();
      if (next.isEmpty() || !replayable) {
        return response;
      }
      response.close();
      credentials = next.get();
    }
  }

  private CalloutCredentials authenticate(ClassicHttpRequest request) throws HttpException {
    try {
      return callouts.authenticate(notificationId, request.getMethod(), request.getUri());
    } catch (URISyntaxException e) {
      throw new ProtocolException("The callout has no usable target");
    }
  }

  private static ClassicHttpRequest signed(ClassicHttpRequest request, CalloutCredentials with) {
    ClassicHttpRequest copy = ClassicRequestBuilder.copy(request).build();
    with.applyTo(copy::setHeader);
    return copy;
  }

  private static CalloutResponse shown(ClassicHttpResponse response) {
    return CalloutResponse.of(
        response.getCode(),
        name -> Arrays.stream(response.getHeaders(name)).map(Header::getValue).toList());
  }
}
// end::recipe
