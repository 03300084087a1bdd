package io.calloutauth.client;

import io.calloutauth.client.ClientAuthenticator.Credential;
import io.calloutauth.client.ErrorCodes.Meaning;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.FailureClass;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * The fallback to a client's other credential while its keys or secrets are rolled: a request whose
 * credential the server refuses is sent once more with the other, within the same deadline. Nothing
 * but that refusal is met in this way. Thread-safe.
 *
 * @param nanos the monotonic clock
 */
record CredentialFallback(LongSupplier nanos) {

  private static final int BAD_REQUEST = 400;
  private static final int UNAUTHORIZED = 401;

  /** Sends a request that is authenticated with a credential. */
  interface Sender {
    Sent send(Credential credential, Duration deadline);
  }

  /** A request that was sent: what it was authenticated with, prepared, and what came back. */
  record Sent(Credential credential, HttpResult response) {

    private boolean isRefused() {
      ResponseBody body = ResponseBody.ofError(response);
      String code = ErrorCodes.find(body.members()).orElse(null);
      Meaning meaning = ErrorClassifier.classify(response, body, code);
      return switch (meaning.error()) {
        case INVALID_CLIENT -> meaning.failureClass() == FailureClass.PERMANENT;
        case UNAUTHORIZED_CLIENT -> meansTheCredential();
        default -> false;
      };
    }

    private boolean hasResponse() {
      return response.status() != 0;
    }

    /** So Keycloak refuses a wrong secret; elsewhere the code is about the grant. */
    private boolean meansTheCredential() {
      ClientAuthentication method = credential.client().registration().clientAuthentication();
      return response.status() == UNAUTHORIZED
          || (response.status() == BAD_REQUEST && method == ClientAuthentication.CLIENT_SECRET_JWT);
    }
  }

  /**
   * Sends a request with one credential or, where that is refused and there is {@linkplain
   * TokenClient#LEAST_LEFT time left}, with the other. What comes back last counts, unless the
   * other is refused too or nothing comes back: then the first refusal says more.
   *
   * @param first the credential to try first
   * @param deadline how long both may take together
   */
  Sent send(Credential first, Duration deadline, Sender sender) {
    long start = nanos.getAsLong();
    Sent sent = sender.send(first, deadline);
    Optional<String> other = first.other();
    if (other.isEmpty() || !sent.isRefused()) {
      return sent;
    }
    Duration left = deadline.minusNanos(nanos.getAsLong() - start);
    if (left.compareTo(TokenClient.LEAST_LEFT) < 0) {
      return sent;
    }
    Sent again = sender.send(sent.credential().with(other.get()), left);
    return again.isRefused() || !again.hasResponse() ? sent : again;
  }
}
