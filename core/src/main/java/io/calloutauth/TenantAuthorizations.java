package io.calloutauth;

import io.calloutauth.Authorizations.Result.Detail;
import io.calloutauth.CalloutAuthException.NamedProvider;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.engine.CommandOutcome.AuthorizationOutcome;
import io.calloutauth.engine.CommandOutcome.BeginOutcome;
import io.calloutauth.engine.TokenListener.Note;
import io.calloutauth.engine.TokenOutcome;
import io.calloutauth.oauth.AuthorizationError;
import io.calloutauth.oauth.AuthorizationResponse;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.Store;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The authorizations of one tenant's providers, as one actor gives them. */
final class TenantAuthorizations implements Authorizations {

  private static final Logger LOG = LoggerFactory.getLogger(TenantAuthorizations.class);
  private static final int LONGEST_LOGIN = 4_096;
  private static final int LONGEST_CALLBACK = 2_048;
  private static final int LONGEST_ACTOR = 255;

  private final Events.Actor actor;
  private final Store store;
  private final EndpointPolicy policy;
  private final CommandLimit limit;
  private final Duration maxWait;

  TenantAuthorizations(
      Events.Actor actor,
      Store store,
      EndpointPolicy policy,
      CommandLimit limit,
      Duration maxWait) {
    this.actor = actor;
    this.store = store;
    this.policy = policy;
    this.limit = limit;
    this.maxWait = maxWait;
  }

  @Override
  public URI begin(ProviderId id, URI callback, String login) {
    check(login);
    ProviderRow row = row(id);
    List<URI> reached = StoreUnavailableException.read(row, TenantAuthorizations::reached);
    check(callback, id, StoreUnavailableException.read(row, Provider::issuerInResponses));
    limit.takeTest(id, reached);
    BeginOutcome begun =
        Waiting.await(
            limit
                .commands()
                .beginAuthorization(
                    new ProviderKey(limit.tenant(), id.key()), callback, login, name()),
            maxWait);
    if (begun.uri() == null) {
      throw exception(id, Objects.requireNonNull(begun.obstacle()));
    }
    LOG.debug("An authorization of provider {} ({}) is begun", row.content().name().text(), id);
    return begun.uri();
  }

  /** As a store keeps it. */
  private String name() {
    String name = actor.name();
    return Events.Detail.onOneLine(name.substring(0, Math.min(name.length(), LONGEST_ACTOR)));
  }

  private static void check(String login) {
    if (login.isBlank() || login.length() > LONGEST_LOGIN) {
      throw new IllegalArgumentException("the login value must have 1 to 4,096 characters");
    }
  }

  /** One redirect URI for each provider is what tells two servers apart (RFC 9700 section 4.4). */
  private void check(URI callback, ProviderId id, boolean issuerInResponses) {
    boolean https = "https".equalsIgnoreCase(callback.getScheme());
    if (callback.getHost() == null
        || callback.getRawUserInfo() != null
        || callback.getRawFragment() != null
        || !callback.toASCIIString().equals(callback.toString())
        || !(https || policy.allowsPlainHttp(limit.tenant(), callback))) {
      throw new IllegalArgumentException(
          "the callback must be an https URI in ASCII, without a user and without a fragment");
    }
    if (callback.toString().length() > LONGEST_CALLBACK
        || !AuthorizationResponse.canComeTo(callback)) {
      throw new IllegalArgumentException(
          "the callback must have 2,048 characters at most, no dot segments in its path, and no"
              + " parameter in its query that a response has, such as code and state");
    }
    boolean own = Arrays.asList(callback.getRawPath().split("/", -1)).contains(id.toString());
    if (!own && !issuerInResponses) {
      throw new IllegalArgumentException(
          "the path of the callback must have the provider's id as a segment, so that the responses"
              + " of two servers are told apart");
    }
  }

  private ProviderRow row(ProviderId id) {
    return StoreCalls.call(() -> store.providers().find(new ProviderKey(limit.tenant(), id.key())))
        .orElseThrow(() -> new ProviderNotFoundException(id));
  }

  private static List<URI> reached(Provider provider) {
    URI endpoint =
        provider
            .authorizationEndpoint()
            .orElseThrow(
                () ->
                    new EndpointMissingException(
                        new NamedProvider(provider.id(), provider.name()),
                        ProviderField.AUTHORIZATION_ENDPOINT));
    return Stream.of(
            Stream.of(endpoint, provider.tokenEndpoint()),
            provider.pushedAuthorizationRequestEndpoint().stream())
        .<URI>flatMap(all -> all)
        .toList();
  }

  private CalloutAuthException exception(ProviderId id, TokenOutcome obstacle) {
    return OutcomeExceptions.isGone(obstacle)
        ? ProviderNotFoundException.uncommitted(id)
        : limit.exceptions().exception(obstacle);
  }

  @Override
  public Result complete(URI request, String login) {
    check(login);
    long start = actor.start();
    AuthorizationResponse response = AuthorizationResponse.read(request);
    AuthorizationError flaw = response.flaw().orElse(null);
    AuthorizationOutcome outcome =
        flaw == null
            ? Waiting.await(
                limit.commands().completeAuthorization(limit.tenant(), response, login), maxWait)
            : AuthorizationOutcome.failed("", flaw);
    ProviderId id = outcome.providerId().isEmpty() ? null : new ProviderId(outcome.providerId());
    boolean told = id != null || limit.commands().takeStray(limit.tenant());
    if (!told) {
      actor.drop();
    }
    if (outcome.obstacle() != null) {
      if (told) {
        actor.token(EventType.AUTHORIZED, id, Events.Detail.of(false, ""), start);
      }
      throw limit.exceptions().exception(outcome.obstacle());
    }
    Result result = new Result(id, outcome.error(), detail(outcome, response));
    if (told) {
      tell(result, outcome.refusal(), start);
    }
    return result;
  }

  private static Detail detail(AuthorizationOutcome outcome, AuthorizationResponse response) {
    if (outcome.grant() != null) {
      return new Detail("", outcome.grant().scope(), null, null);
    }
    TokenFailure refusal = outcome.refusal();
    if (refusal != null) {
      return new Detail(
          refusal.correlationId(),
          Scope.EMPTY,
          refusal.code().orElse(null),
          refusal.untrustedDescription().orElse(null));
    }
    boolean ofTheServer = outcome.error() == AuthorizationError.REFUSED;
    return new Detail(
        UUID.randomUUID().toString(),
        Scope.EMPTY,
        ofTheServer ? response.error().orElse(null) : null,
        ofTheServer ? response.untrustedDescription().orElse(null) : null);
  }

  private void tell(Result result, @Nullable TokenFailure refusal, long start) {
    AuthorizationError error = result.error().orElse(null);
    Note note = error == null ? Note.NONE : Note.of(error.name()).under(result.correlationId());
    actor.token(
        EventType.AUTHORIZED,
        result.provider().orElse(null),
        Events.Detail.of(error == null, note),
        start);
    if (error != null) {
      LOG.warn(
          "An authorization of tenant {}, provider {} ({}): {}, {}",
          limit.tenant(),
          result.provider().map(ProviderId::toString).orElse("unknown"),
          result.correlationId(),
          error,
          refusal == null ? result.code().orElse("no error code") : refusal);
    }
  }

  /** Returns the tenant. */
  @Override
  public String toString() {
    return "Authorizations[" + limit.tenant() + "]";
  }
}
