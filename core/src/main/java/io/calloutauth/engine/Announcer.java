package io.calloutauth.engine;

import io.calloutauth.engine.TokenListener.Kind;
import io.calloutauth.engine.TokenListener.Note;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
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
   * Tells of a token request.
   *
   * @param again whether a token was there before
   */
  void announce(ProviderEntry entry, TokenResult response, boolean again) {
    if (response instanceof TokenFailure failure) {
      String detail = failure.operatorDetail();
      LOG.debug("Provider {}: no token: {} [{}]", entry.id(), failure, detail);
      announce(entry, Kind.FAILED, new Note(failure.toString(), detail));
    } else {
      LOG.debug("Provider {}: {}", entry.id(), response);
      announce(entry, again ? Kind.RENEWED : Kind.OBTAINED, Note.NONE);
    }
  }

  private void announce(ProviderEntry entry, Kind kind, Note note) {
    listener.happened(entry.key(), kind, note);
  }
}
