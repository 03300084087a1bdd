package io.calloutauth.recipes;

import io.calloutauth.CalloutAuthenticator;
import io.calloutauth.CalloutCredentials;
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
      throw new IOException("The callout has an Authorization header already");
    }
    CalloutCredentials first =
        callouts.authenticate(notificationId, request.getMethod().name(), request.getURI());
    first.applyTo(request.getHeaders()::set);
    ClientHttpResponse answer = execution.execute(request, body);
    Optional<CalloutCredentials> next = shown(first, answer);
    if (next.isEmpty()) {
      return answer;
    }
    answer.close();
    next.get().applyTo(request.getHeaders()::set);
    ClientHttpResponse second = execution.execute(request, body);
    shown(next.get(), second);
    return second;
  }

  private Optional<CalloutCredentials> shown(CalloutCredentials used, ClientHttpResponse answer)
      throws IOException {
    return callouts.afterResponse(
        used, answer.getStatusCode().value(), answer.getHeaders()::getOrEmpty);
  }
}
// end::recipe
