package io.calloutauth.engine;

import io.calloutauth.oauth.RevocationResult;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.store.ProviderKey;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hears what becomes of tokens, and which changes are committed. Called on engine threads: must not
 * block and must not throw.
 */
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
    /** The server takes another of the client's credentials than the one before. */
    CREDENTIAL_SWITCHED,
    /** The end of a client certificate is 30, 7 or 1 days ahead. */
    CERTIFICATE_ENDS,
    /** The end of a client secret is. */
    SECRET_ENDS,
    /** The authorization is over: somebody has to give it anew. */
    AUTHORIZATION_NEEDED,
    /** Nobody knows what became of a refresh token. */
    AUTHORIZATION_IN_DOUBT,
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
   * Hears that a token request is about to be made, on the thread that makes it.
   *
   * @param tenant the tenant
   * @param providerId the provider's id; empty for a client that is stored nowhere
   * @param grantType the parameter {@code grant_type}
   * @param host the token endpoint's host
   * @return what hears on the same thread how it ended: {@code issued}, or an error's name in lower
   *     case
   */
  default Consumer<String> requesting(
      String tenant, String providerId, String grantType, String host) {
    return outcome -> {};
  }

  /**
   * Hears of what a server said of a revocation that nobody waits for.
   *
   * @param name the provider's name; empty where it is not at hand
   * @param told what it said, or null when it was not asked
   */
  default void revokedLater(ProviderKey provider, String name, @Nullable RevocationResult told) {
    if (told != null && told.outcome() != RevocationResult.Outcome.NOT_TOLD) {
      Kind kind =
          switch (told.outcome()) {
            case REVOKED, ALREADY_INVALID -> Kind.REVOKED_LATER;
            default -> Kind.REVOCATION_REFUSED_LATER;
          };
      happened(provider, name, kind, Note.of(told.outcome().name()));
    }
  }

  /**
   * Hears the marks of changes that are committed, whoever made them and maybe not for the first
   * time; those of a change that waits for a host's commit are heard some seconds after that.
   */
  default void committed(List<String> marks) {}

  /** Hears that everything was heard now that was committed a moment ago. */
  default void caughtUp() {}

  /**
   * More on what happened. Never a server's words.
   *
   * @param text for everybody: what a server said of a revocation, an error's name and checked
   *     code, a credential's name, when one ends, or the key id of a value that did not open; empty
   *     where there is nothing to say
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
