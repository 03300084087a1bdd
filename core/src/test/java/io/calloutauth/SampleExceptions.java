package io.calloutauth;

import io.calloutauth.CalloutAuthException.NamedProvider;
import io.calloutauth.CalloutAuthException.Retry;
import io.calloutauth.engine.TokenOutcome.AuthorizationNeeded;
import io.calloutauth.engine.TokenOutcome.AuthorizationNeeded.Remedy;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/**
 * Makes the exceptions that a host has to handle, for its own tests. They are of the provider
 * {@link #ID}, which is called CRM, and of the notification {@link #NOTIFICATION}. Those of a
 * callout are in {@link #ofCallouts()}, those of an administrator's command in {@link
 * #ofCommands()}. Some have a public constructor besides.
 */
@NullMarked
public final class SampleExceptions {

  /** The provider. */
  public static final ProviderId ID = new ProviderId("sample-provider");

  /** The notification. */
  public static final String NOTIFICATION = "sample-notification";

  private static final NamedProvider CRM = new NamedProvider(ID, "CRM");

  private SampleExceptions() {}

  /** Returns what a callout may fail with, one of each kind: a dispatcher handles them all. */
  public static List<CalloutAuthException> ofCallouts() {
    return List.of(
        tokenError("invalid_client"),
        throttled(Duration.ofSeconds(30)),
        outOfReach(Duration.ofSeconds(1)),
        new TokenWaitException(false),
        new TokenWaitException(true),
        notBound(),
        detached(),
        disabled(),
        authorizationNeeded(),
        endpointRefused(),
        sealedValue(),
        storeUnavailable(),
        new CalloutRefusedException(CalloutRefusedException.Reason.NOT_HTTPS),
        closed());
  }

  /** Returns what an administrator's command may fail with beside these, one of each kind. */
  public static List<CalloutAuthException> ofCommands() {
    return List.of(
        notFound(),
        nameTaken("CRM"),
        stale(),
        inUse(List.of(NOTIFICATION), 1),
        invalidSettings(ProviderField.NAME),
        endpointMissing(ProviderField.TEST_ENDPOINT),
        laterFormat(),
        limit(1_000),
        tooOften(Duration.ofSeconds(5)));
  }

  /** Returns that the authorization server refused a token (RFC 6749 section 5.2). */
  public static TokenErrorException tokenError(String code) {
    TokenFailure failure =
        TokenFailure.builder(FailureClass.PERMANENT, TokenError.INVALID_CLIENT)
            .status(401)
            .code(code)
            .build();
    return new TokenErrorException(CRM, failure, code, Retry.NEVER);
  }

  /** Returns that the authorization server asks to wait. */
  public static TokenRequestException throttled(Duration retryAfter) {
    return tokenRequest(FailureClass.THROTTLED, TokenError.THROTTLED, 429, retryAfter);
  }

  /** Returns that the authorization server is out of reach. */
  public static TokenRequestException outOfReach(Duration retryAfter) {
    return tokenRequest(FailureClass.TRANSIENT, TokenError.UNREACHABLE, 0, retryAfter);
  }

  /** Returns that the notification has no provider. */
  public static NoProviderBoundException notBound() {
    return new NoProviderBoundException(NOTIFICATION, false);
  }

  /** Returns that the notification lost its provider. */
  public static NoProviderBoundException detached() {
    return new NoProviderBoundException(NOTIFICATION, true);
  }

  /** Returns that the provider is disabled. */
  public static ProviderDisabledException disabled() {
    return new ProviderDisabledException(CRM);
  }

  /** Returns that the provider's authorization is over and has to be given anew. */
  public static AuthorizationNeededException authorizationNeeded() {
    return new AuthorizationNeededException(
        CRM,
        new AuthorizationNeeded(
            ID.value(), Instant.parse("2026-11-01T12:00:00Z"), false, Remedy.AUTHORIZE_AGAIN));
  }

  /** Returns that the endpoint policy does not allow the token endpoint. */
  public static EndpointRefusedException endpointRefused() {
    return new EndpointRefusedException(CRM, ProviderField.TOKEN_ENDPOINT);
  }

  /** Returns that a secret cannot be opened, because its key is missing. */
  public static SealedValueException sealedValue() {
    return new SealedValueException(CRM, "key-1", true);
  }

  /** Returns that the store is out of reach. */
  public static StoreUnavailableException storeUnavailable() {
    return new StoreUnavailableException(new StoreException("The database is away", true, null));
  }

  /** Returns that the library was closed. */
  public static CalloutAuthClosedException closed() {
    return new CalloutAuthClosedException();
  }

  /** Returns that there is no such provider. */
  public static ProviderNotFoundException notFound() {
    return new ProviderNotFoundException(ID);
  }

  /** Returns that another provider has the name. */
  public static ProviderNameTakenException nameTaken(String name) {
    return new ProviderNameTakenException(name);
  }

  /** Returns that the provider was changed since it was read. */
  public static StaleProviderException stale() {
    return new StaleProviderException(CRM, 1);
  }

  /** Returns that notifications use the provider. */
  public static ProviderInUseException inUse(List<String> notificationIds, long total) {
    return new ProviderInUseException(CRM, notificationIds, total);
  }

  /** Returns that a field of the settings is missing. */
  public static InvalidSettingsException invalidSettings(ProviderField field) {
    return new InvalidSettingsException(List.of(new FieldProblem(field, "is missing")));
  }

  /** Returns that a command needs an endpoint that the provider does not have. */
  public static EndpointMissingException endpointMissing(ProviderField endpoint) {
    return new EndpointMissingException(CRM, endpoint);
  }

  /** Returns that a later version of this library wrote the provider. */
  public static ProviderFormatException laterFormat() {
    return new ProviderFormatException(CRM, "a later version of this library wrote its settings");
  }

  /** Returns that the tenant has as many providers as it may have. */
  public static ProviderLimitException limit(int limit) {
    return new ProviderLimitException(limit);
  }

  /** Returns that a command came too often. */
  public static TooManyAttemptsException tooOften(Duration wait) {
    return new TooManyAttemptsException(CRM, wait);
  }

  private static TokenRequestException tokenRequest(
      FailureClass kind, TokenError error, int status, Duration retryAfter) {
    TokenFailure failure =
        TokenFailure.builder(kind, error).status(status).retryAfter(retryAfter).build();
    return new TokenRequestException(CRM, failure, Retry.after(retryAfter));
  }
}
