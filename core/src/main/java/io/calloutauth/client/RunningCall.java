package io.calloutauth.client;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.protocol.HttpContext;

/** A call that is under way and can be ended from another thread. Thread-safe. */
final class RunningCall {

  private static final String ATTRIBUTE = "io.calloutauth.call";

  private final HttpCall call;
  private final HttpUriRequestBase request;
  private volatile Stage stage = Stage.WAITING;
  private volatile boolean expired;

  RunningCall(HttpCall call, HttpUriRequestBase request) {
    this.call = call;
    this.request = request;
  }

  /** What a call is doing. */
  enum Stage {
    WAITING("waiting for a connection to"),
    RESOLVING("resolving"),
    CONNECTING("connecting to"),
    TUNNELLING("connecting through the egress proxy to"),
    SECURING("TLS with"),
    ANSWERING("the exchange with");

    private final String words;

    Stage(String words) {
      this.words = words;
    }
  }

  /** Returns the call whose request a context is of. */
  static RunningCall in(HttpContext context) {
    if (context.getAttribute(ATTRIBUTE) instanceof RunningCall running) {
      return running;
    }
    throw new IllegalStateException("a connection without a call");
  }

  /** Puts this call where {@link #in} finds it. */
  void putIn(HttpContext context) {
    context.setAttribute(ATTRIBUTE, this);
  }

  HttpCall call() {
    return call;
  }

  HttpUriRequestBase request() {
    return request;
  }

  /** Notes what the call is doing from now on. */
  void reach(Stage reached) {
    stage = reached;
  }

  /** Returns what the call was doing last, and with whom, in words for the operator. */
  String place() {
    Origin origin = call.endpoint().origin();
    return stage.words + " " + origin.host() + ":" + origin.port();
  }

  /** Ends the request because its deadline passed. */
  void expire() {
    expired = true;
    cancel();
  }

  /** Ends the request: its connection is closed at once, whatever it is doing. */
  void cancel() {
    request.cancel();
  }

  /** Returns whether the deadline has passed. */
  boolean expired() {
    return expired;
  }
}
