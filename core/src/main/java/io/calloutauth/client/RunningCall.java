package io.calloutauth.client;

import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;

/** A request that is under way and can be ended from another thread. Thread-safe. */
final class RunningCall {

  private final HttpUriRequestBase request;
  private volatile boolean expired;

  RunningCall(HttpUriRequestBase request) {
    this.request = request;
  }

  HttpUriRequestBase request() {
    return request;
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
