package io.calloutauth;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes every event, what only the operator may read included, to the log {@code
 * io.calloutauth.events}: at info when it went well, at warn when not. The worked example of a
 * listener. Thread-safe.
 */
public final class Slf4jEventLog implements CalloutAuthListener {

  private static final Logger LOG = LoggerFactory.getLogger("io.calloutauth.events");

  /** Makes a listener. */
  public Slf4jEventLog() {}

  @Override
  public void onEvent(CalloutAuthEvent event) {
    String took = event.duration().map(time -> " in " + time.toMillis() + " ms").orElse("");
    String detail =
        took + (event.operatorDetail().isEmpty() ? "" : " [" + event.operatorDetail() + "]");
    if (event.succeeded()) {
      LOG.info("{}{}", event, detail);
    } else {
      LOG.warn("{}{}", event, detail);
    }
  }
}
