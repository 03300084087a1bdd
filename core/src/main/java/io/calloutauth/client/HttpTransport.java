package io.calloutauth.client;

/**
 * The HTTP transport: sends one request and receives its response over a connection of its own. No
 * redirects, no retries, no cookies, no pool, no log of what is sent. Thread-safe.
 */
interface HttpTransport extends AutoCloseable {

  /**
   * Sends a request. Blocks until the last byte of the response or the call's deadline, and throws
   * nothing for what a server or network does: the result says how far the request got.
   *
   * @param identity what the client shows in TLS if it is asked
   */
  HttpResult send(HttpCall call, TlsHandshake.TlsIdentity identity);

  /** Drops the private keys in memory of identities that were not used since the last call. */
  void dropIdle();

  /**
   * Ends the requests that are in flight, but for those that were sent and {@linkplain
   * HttpCall#isUsedUp cannot be repeated}; those that come later fail. Waits for none of them.
   */
  @Override
  void close();
}
