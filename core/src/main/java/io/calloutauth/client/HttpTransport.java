package io.calloutauth.client;

/**
 * Sends one HTTP request and reads its answer: the seam behind which the HTTP client is. No
 * redirects, no retries, no cookies. Thread-safe.
 */
interface HttpTransport extends AutoCloseable {

  /**
   * Sends a request. Blocks until the last byte of the answer or the call's deadline, and throws
   * nothing for what a server or network does.
   */
  HttpAnswer send(HttpCall call);

  /** Ends the requests that are under way and closes all connections. */
  @Override
  void close();
}
