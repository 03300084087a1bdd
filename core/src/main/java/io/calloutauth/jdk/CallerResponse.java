package io.calloutauth.jdk;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/**
 * A response as the caller sees it: its request is the caller's own, without the token, and no
 * earlier attempt shows.
 */
final class CallerResponse<T> implements HttpResponse<T> {

  private final HttpRequest request;
  private final HttpResponse<T> response;
  private final T body;

  /**
   * Takes over a response.
   *
   * @param request the caller's own
   * @param body what the caller's handler made of it
   */
  CallerResponse(HttpRequest request, HttpResponse<T> response, T body) {
    this.request = request;
    this.response = response;
    this.body = body;
  }

  @Override
  public int statusCode() {
    return response.statusCode();
  }

  @Override
  public HttpRequest request() {
    return request;
  }

  @Override
  public Optional<HttpResponse<T>> previousResponse() {
    return Optional.empty();
  }

  @Override
  public HttpHeaders headers() {
    return response.headers();
  }

  @Override
  public T body() {
    return body;
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return response.sslSession();
  }

  @Override
  public URI uri() {
    return response.uri();
  }

  @Override
  public HttpClient.Version version() {
    return response.version();
  }

  /** Returns method, URL and status, as the JDK's own responses do. */
  @Override
  public String toString() {
    return "(" + request.method() + " " + uri() + ") " + statusCode();
  }
}
