package io.calloutauth.engine;

import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import org.slf4j.Logger;

/**
 * Turns what broke inside this node into a failure, and tells the log: a linkage error with its
 * stack, because the class path must be mended and time does not help; anything else by its class
 * alone, because its message may quote a secret.
 */
final class NodeFaults {

  private NodeFaults() {}

  /**
   * Logs what broke and returns the failure.
   *
   * @param subject whose work it was, for the log
   */
  static TokenFailure report(Logger log, String subject, Throwable broken) {
    boolean missing = broken instanceof LinkageError;
    TokenFailure failure = failure(missing ? FailureClass.PERMANENT : FailureClass.TRANSIENT);
    String id = failure.correlationId();
    if (missing) {
      log.warn("{} ({}): a class of this node is missing or does not fit", subject, id, broken);
    } else {
      log.warn("{} ({}): work broke off with {}", subject, id, broken.getClass().getName());
    }
    return failure;
  }

  private static TokenFailure failure(FailureClass failureClass) {
    return TokenFailure.builder(failureClass, TokenError.NODE_FAULT).build();
  }
}
