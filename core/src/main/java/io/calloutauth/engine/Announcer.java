package io.calloutauth.engine;

import io.calloutauth.client.TokenFailure;
import io.calloutauth.client.TokenResult;
import io.calloutauth.engine.TokenListener.Kind;
import io.calloutauth.engine.TokenListener.Note;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log and the listener what became of an exchange. Thread-safe. */
final class Announcer {

  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private final TokenListener listener;

  Announcer(TokenListener listener) {
    this.listener = listener;
  }

  /**
   * Tells of an exchange.
   *
   * @param again whether a token was there before
   */
  void exchanged(ProviderEntry entry, TokenResult answer, boolean again) {
    if (answer instanceof TokenFailure failure) {
      String detail = failure.operatorDetail();
      LOG.debug("Provider {}: no token: {} [{}]", entry.id(), failure, detail);
      tell(entry, Kind.FAILED, new Note(failure.toString(), detail));
    } else {
      LOG.debug("Provider {}: {}", entry.id(), answer);
      tell(entry, again ? Kind.RENEWED : Kind.OBTAINED, Note.NONE);
    }
  }

  private void tell(ProviderEntry entry, Kind kind, Note note) {
    listener.happened(entry.key(), kind, note);
  }
}
