package io.calloutauth;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the operator when a receiver's refusal probably comes of the token's length: many servers
 * take no more than 8 KiB of headers, and say so with nothing but a 431 or a 400.
 */
final class LongTokens {

  private static final Logger LOG = LoggerFactory.getLogger(LongTokens.class);
  private static final int LONG = 7 * 1024;

  private LongTokens() {}

  /** Judges a response, and warns once for a token. */
  static void suspect(BearerCredentials used, int status) {
    if ((status == 431 || status == 400) && used.headerLength() > LONG && used.firstSuspicion()) {
      LOG.warn(
          "The receiver of notification {} answered {} to an Authorization header of {} characters:"
              + " probably more than it accepts. Ask for less scope, so that the token gets"
              + " shorter, or raise the receiver's limit for headers",
          used.notificationId(),
          status,
          used.headerLength());
    }
  }
}
