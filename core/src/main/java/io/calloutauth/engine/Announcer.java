package io.calloutauth.engine;

import io.calloutauth.engine.TokenListener.Kind;
import io.calloutauth.engine.TokenListener.Note;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the listener what became of a token request. Thread-safe. */
final class Announcer {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private final TokenListener listener;

  Announcer(TokenListener listener) {
    this.listener = listener;
  }

  /**
   * Relates a failure to the one before it: what is the same has the same correlation id, which is
   * in the log as a warning.
   *
   * @param before why the last token request on this node failed, or null when it did not
   */
  static TokenResult relate(TokenResult response, @Nullable TokenFailure before) {
    return response instanceof TokenFailure failure && before != null && failure.isSameAs(before)
        ? failure.correlatedWith(before)
        : response;
  }

  /**
   * What became of a token request.
   *
   * @param response what came
   * @param again whether a token was there before
   * @param took how long the server took
   */
  record Told(TokenResult response, boolean again, Duration took) {}

  /**
   * Tells of a token request. The log warns once for each change of state, whoever listens.
   *
   * @param before why the last token request on this node failed, or null when it did not
   */
  void announce(ProviderEntry entry, Told told, @Nullable TokenFailure before) {
    if (told.response instanceof TokenFailure failure) {
      warn(entry, failure, before);
      Note note =
          new Note(
              failure.toString(), failure.operatorDetail(), failure.correlationId(), told.took);
      listener.happened(entry.key(), entry.name(), Kind.FAILED, note);
      return;
    }
    if (before == null) {
      LOG.debug("Provider {}: {}", entry.label(), told.response);
    } else {
      LOG.info("Provider {}: a token again: {}", entry.label(), told.response);
    }
    Kind kind = told.again ? Kind.RENEWED : Kind.OBTAINED;
    listener.happened(entry.key(), entry.name(), kind, Note.NONE.lasting(told.took));
  }

  private static void warn(
      ProviderEntry entry, TokenFailure failure, @Nullable TokenFailure before) {
    String detail = failure.operatorDetail();
    String id = failure.correlationId();
    if (before != null && failure.isSameAs(before)) {
      LOG.debug("Provider {}: no token again ({}): {} [{}]", entry.label(), id, failure, detail);
    } else {
      LOG.warn("Provider {}: no token ({}): {} [{}]", entry.label(), id, failure, detail);
    }
  }
}
