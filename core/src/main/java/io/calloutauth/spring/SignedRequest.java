package io.calloutauth.spring;

import io.calloutauth.CalloutCredentials;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpRequest;
import org.springframework.http.client.support.HttpRequestWrapper;

/** A request with credentials; the caller's own keeps none. */
final class SignedRequest extends HttpRequestWrapper {

  private final HttpHeaders headers = new HttpHeaders();

  SignedRequest(HttpRequest request, CalloutCredentials credentials) {
    super(request);
    request.getHeaders().forEach((name, values) -> headers.addAll(name, values));
    credentials.applyTo(headers::set);
  }

  @Override
  public HttpHeaders getHeaders() {
    return headers;
  }
}
