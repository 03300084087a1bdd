package io.calloutauth.client;

/** How far an HTTP request got: the step that it was in when it ended. In the order of time. */
enum HttpStage {
  /** Looking up and judging the host's addresses. Nothing was sent. */
  RESOLVE("resolving"),
  /** Opening a TCP connection to one of the addresses. Nothing was sent. */
  CONNECT("connecting to"),
  /** Asking the egress proxy for a tunnel. Nothing was sent to the endpoint. */
  TUNNEL("connecting through the egress proxy to"),
  /** The TLS handshake. Nothing of the request was sent. */
  TLS("TLS with"),
  /** Sending the request: some of it may have arrived. */
  SEND("sending to"),
  /** The request was sent, and no whole head of a response has come. */
  HEAD("waiting for a response from"),
  /** The head of the response has come, and its body not to the end. */
  BODY("reading the response from");

  private final String words;

  HttpStage(String words) {
    this.words = words;
  }

  /** Returns the step in words for the operator, to be followed by the server's name. */
  String words() {
    return words;
  }

  /** Returns whether some of the request may have arrived. */
  boolean isSending() {
    return compareTo(SEND) >= 0;
  }
}
