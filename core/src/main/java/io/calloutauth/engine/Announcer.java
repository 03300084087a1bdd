package io.calloutauth.engine;

import io.calloutauth.client.TokenError;
import io.calloutauth.client.TokenFailure;
import io.calloutauth.client.TokenResult;
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
      TokenListener.Kind kind = kind(failure);
      boolean refused = kind == TokenListener.Kind.ENDPOINT_REFUSED && !detail.isEmpty();
      tell(entry, kind, refused ? detail : failure.toString());
    } else {
      LOG.debug("Provider {}: {}", entry.id(), answer);
      tell(entry, again ? TokenListener.Kind.RENEWED : TokenListener.Kind.OBTAINED, "");
    }
  }

  private static TokenListener.Kind kind(TokenFailure failure) {
    return failure.error() == TokenError.ENDPOINT_REFUSED
        ? TokenListener.Kind.ENDPOINT_REFUSED
        : TokenListener.Kind.FAILED;
  }

  private void tell(ProviderEntry entry, TokenListener.Kind kind, String detail) {
    listener.happened(entry.tenant(), entry.id(), kind, detail);
  }
}
