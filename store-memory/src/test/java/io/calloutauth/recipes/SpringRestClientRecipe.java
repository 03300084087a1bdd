package io.calloutauth.recipes;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
import io.calloutauth.CalloutNotSentException;
import io.calloutauth.CalloutRefusedException;
import io.calloutauth.CalloutRefusedException.Reason;
import io.calloutauth.CalloutResponse;
import java.io.IOException;
import java.util.Optional;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.ClientHttpRequestExecution;
import org.springframework.http.client.ClientHttpRequestInterceptor;
import org.springframework.http.client.ClientHttpResponse;

/** Authenticates the callouts of one notification through Spring's RestClient. */
// tag::recipe
// Its request factory must not follow redirects: new JdkClientHttpRequestFactory() does not.
// RestClient.builder().requestFactory(factory).requestInterceptor(recipe).build()
public record SpringRestClientRecipe(CalloutAuthenticator callouts, String notificationId)
    implements ClientHttpRequestInterceptor {

  @Override
  public ClientHttpResponse intercept(
      HttpRequest request, byte[] body, ClientHttpRequestExecution execution) throws IOException {
    if (request.getHeaders().containsHeader("Authorization")) {
      throw new CalloutNotSentException(new CalloutRefusedException(Reason.HEADER_PRESENT));
    }
    CalloutCredentials credentials = authenticate(request);
    while (true) {
      credentials.applyTo(request.getHeaders()::set);
      ClientHttpResponse response = execution.execute(request, body);
      Optional<CalloutCredentials> next = shown(credentials, response);
      if (next.isEmpty()) {
        return response;
      }
      response.close();
      credentials = next.get();
    }
  }

  private CalloutCredentials authenticate(HttpRequest request) throws IOException {
    try {
      return callouts.authenticate(notificationId, request.getMethod().name(), request.getURI());
    } catch (CalloutAuthException reason) {
      throw new CalloutNotSentException(reason);
    }
  }

  private Optional<CalloutCredentials> shown(CalloutCredentials used, ClientHttpResponse response)
      throws IOException {
    return callouts.afterResponse(
        used,
        CalloutResponse.of(response.getStatusCode().value(), response.getHeaders()::getOrEmpty));
  }
}
// end::recipe
