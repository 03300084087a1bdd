package io.calloutauth.engine;

import io.calloutauth.engine.TokenListener.Kind;
import io.calloutauth.engine.TokenListener.Note;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
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
   * Tells of a token request. The log warns once for each change of state, whoever listens.
   *
   * @param again whether a token was there before
   * @param before why the last token request on this node failed, or null when it did not
   */
  void announce(
      ProviderEntry entry, TokenResult response, boolean again, @Nullable TokenFailure before) {
    if (response instanceof TokenFailure failure) {
      String detail = failure.operatorDetail();
      if (isSame(failure, before)) {
        LOG.debug("Provider {}: no token again: {} [{}]", entry.id(), failure, detail);
      } else {
        LOG.warn("Provider {}: no token: {} [{}]", entry.id(), failure, detail);
      }
      announce(entry, Kind.FAILED, new Note(failure.toString(), detail));
    } else {
      if (before == null) {
        LOG.debug("Provider {}: {}", entry.id(), response);
      } else {
        LOG.info("Provider {}: a token again: {}", entry.id(), response);
      }
      announce(entry, again ? Kind.RENEWED : Kind.OBTAINED, Note.NONE);
    }
  }

  private static boolean isSame(TokenFailure failure, @Nullable TokenFailure before) {
    return before != null
        && failure.error() == before.error()
        && failure.status() == before.status()
        && failure.code().equals(before.code());
  }

  private void announce(ProviderEntry entry, Kind kind, Note note) {
    listener.happened(entry.key(), kind, note);
  }
}
