package io.calloutauth.engine;

import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.store.ProviderKey;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Hears what becomes of tokens. Called on engine threads: must not block and must not throw. */
public interface TokenListener {

  /** What happened to a token. */
  enum Kind {
    /** A first token was obtained. */
    OBTAINED,
    /** A token took the place of another. */
    RENEWED,
    /** A token request failed. */
    FAILED,
    /** The endpoint policy refuses an endpoint by its text. */
    ENDPOINT_REFUSED,
    /** A sealed value did not open. */
    VALUE_UNOPENED,
    /** A server heard later of a revocation, and the token is not valid there any more. */
    REVOKED_LATER,
    /** A server heard later of a revocation, and refused it. */
    REVOCATION_REFUSED_LATER
  }

  /**
   * Hears of what happened to a provider's token.
   *
   * @param name the provider's name; empty where it is not at hand
   */
  void happened(ProviderKey provider, String name, Kind kind, Note note);

  /**
   * More on what happened. Never a server's words.
   *
   * @param text for everybody: what a server said of a revocation, an error's name and checked
   *     code, or the key id of a value that did not open; empty where there is nothing to say
   * @param operatorText for the operator alone, as in {@link TokenFailure#operatorDetail}: it may
   *     tell one network from another; empty where there is nothing to say
   * @param correlationId as in {@link TokenFailure#correlationId}; empty where nothing failed
   * @param duration how long the server took, or null where none was asked
   */
  record Note(String text, String operatorText, String correlationId, @Nullable Duration duration) {

    /** There is nothing to say. */
    public static final Note NONE = of("");

    /** Returns a detail for everybody. */
    public static Note of(String text) {
      return new Note(text, "", "", null);
    }

    /** Returns the same of something that took a while. */
    public Note lasting(Duration taken) {
      return new Note(text, operatorText, correlationId, taken);
    }

    /** Returns the same under a correlation id. */
    public Note under(String id) {
      return new Note(text, operatorText, id, duration);
    }
  }
}
