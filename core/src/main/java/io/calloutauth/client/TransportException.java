package io.calloutauth.client;

import java.io.IOException;

/**
 * A request that failed for a reason of ours. Its message is ours from beginning to end, so that it
 * may be logged: those of libraries and of the JDK may quote what was sent.
 */
final class TransportException extends IOException {

  private static final long serialVersionUID = 1;

  private final HttpFailure failure;

  /**
   * Makes an exception.
   *
   * @param words what happened, for the operator; nothing that was sent or received
   */
  TransportException(HttpFailure failure, String words) {
    super(words);
    this.failure = failure;
  }

  HttpFailure failure() {
    return failure;
  }
}
