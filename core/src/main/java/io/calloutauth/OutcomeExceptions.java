package io.calloutauth;

import io.calloutauth.CalloutAuthException.NamedProvider;
import io.calloutauth.CalloutAuthException.Retry;
import io.calloutauth.engine.TokenOutcome;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderId;
import java.net.URI;
import java.time.Duration;
import java.util.function.Function;

/**
 * Turns outcomes into exceptions, and holds no other rule. Thread-safe.
 *
 * @param names finds a provider's name, without blocking; empty when it is not at hand
 */
record OutcomeExceptions(Function<ProviderId, String> names) {

  /** Finds no name. */
  static final OutcomeExceptions NAMELESS = new OutcomeExceptions(id -> "");

  /** Returns the exception for an outcome that brought no token to a callout. */
  CalloutAuthException exception(TokenOutcome outcome, String notificationId, URI target) {
    if (outcome instanceof TokenOutcome.Unroutable unroutable) {
      return switch (unroutable) {
        case UNBOUND -> new NoProviderBoundException(notificationId, false);
        case DETACHED -> new NoProviderBoundException(notificationId, true);
        case UNCOMMITTED -> NoProviderBoundException.uncommitted(notificationId);
      };
    }
    if (outcome instanceof TokenOutcome.ForeignOrigin foreign) {
      return foreignOrigin(foreign, target);
    }
    return isGone(outcome) // it had a provider: never to be taken for one that needs none
        ? new NoProviderBoundException(notificationId, true)
        : exception(outcome);
  }

  /** Returns the exception for a target that is none of a provider's origins. */
  CalloutRefusedException foreignOrigin(TokenOutcome.ForeignOrigin foreign, URI target) {
    return CalloutRefusedException.foreignOrigin(named(foreign.providerId()), target);
  }

  /** Tells whether an outcome means that there is no such provider. */
  static boolean isGone(TokenOutcome outcome) {
    return outcome instanceof TokenOutcome.Blocked blocked
        && blocked.reason() == TokenOutcome.Blocked.Reason.GONE;
  }

  /** Returns the exception for an outcome that brought no token. */
  CalloutAuthException exception(TokenOutcome outcome) {
    if (outcome instanceof TokenOutcome.Failed failed) {
      return failure(named(failed.providerId()), failed.failure(), failed.pause());
    }
    if (outcome instanceof TokenOutcome.Blocked blocked) {
      NamedProvider provider = named(blocked.providerId());
      return switch (blocked.reason()) {
        case DISABLED -> new ProviderDisabledException(provider);
        case GONE -> new ProviderNotFoundException(provider.id());
        case NO_REVOCATION_ENDPOINT ->
            new EndpointMissingException(provider, ProviderField.REVOCATION_ENDPOINT);
        case REVOCATION_ENDPOINT_REFUSED ->
            new EndpointRefusedException(provider, ProviderField.REVOCATION_ENDPOINT);
      };
    }
    if (outcome instanceof TokenOutcome.SecretUnopened sealed) {
      return new SealedValueException(named(sealed.providerId()), sealed);
    }
    if (outcome instanceof TokenOutcome.AuthorizationNeeded needed) {
      return new AuthorizationNeededException(named(needed.providerId()), needed);
    }
    if (outcome instanceof TokenOutcome.StoreFailed store) {
      return new StoreUnavailableException(store.cause());
    }
    if (outcome instanceof TokenOutcome.TooSoon tooSoon) {
      return new TooManyAttemptsException(named(tooSoon.providerId()), tooSoon.pause());
    }
    return outcome == TokenOutcome.Passing.CLOSED
        ? new CalloutAuthClosedException()
        : new TokenWaitException(false);
  }

  private CalloutAuthException failure(
      NamedProvider provider, TokenFailure failure, Duration pause) {
    if (failure.error() == TokenError.ENDPOINT_REFUSED) {
      return new EndpointRefusedException(provider, failure);
    }
    boolean hopeless = failure.failureClass() == FailureClass.PERMANENT;
    Retry retry = hopeless ? Retry.NEVER : Retry.after(pause);
    return failure
        .code()
        .<CalloutAuthException>map(code -> new TokenErrorException(provider, failure, code, retry))
        .orElseGet(() -> new TokenRequestException(provider, failure, retry));
  }

  private NamedProvider named(String providerId) {
    ProviderId id = new ProviderId(providerId);
    return new NamedProvider(id, names.apply(id));
  }
}
