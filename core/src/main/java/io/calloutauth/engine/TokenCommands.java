package io.calloutauth.engine;

import io.calloutauth.admission.CommandExecutor;
import io.calloutauth.admission.CommandLimits;
import io.calloutauth.admission.ProviderLimits;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.engine.CommandOutcome.AuthorizationOutcome;
import io.calloutauth.engine.CommandOutcome.BeginOutcome;
import io.calloutauth.engine.CommandOutcome.ResealOutcome;
import io.calloutauth.engine.CommandOutcome.RevocationOutcome;
import io.calloutauth.engine.CommandOutcome.TestOutcome;
import io.calloutauth.engine.InFlightTokenRequest.Demand;
import io.calloutauth.engine.RefusedTokens.StandingRefusal;
import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.engine.TokenRevoker.RevokeCommand;
import io.calloutauth.oauth.AuthorizationResponse;
import io.calloutauth.oauth.MetadataResult;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.schedule.RateLimit.Permit;
import io.calloutauth.store.ProviderKey;
import java.net.URI;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What administrators command of tokens, and the rate limiter of these commands. Thread-safe;
 * nothing here blocks the calling thread.
 */
public final class TokenCommands {

  private final TenantCaches<?> tenants;
  private final CacheLoader<?> loader;
  private final CommandLimits limits;
  private final TokenTester tester;
  private final RevokeCommand revokeCommand;
  private final Resealer resealer;
  private final AuthorizationCommand authorizations;
  private final CommandExecutor executor;

  TokenCommands(
      CacheLoader<?> loader,
      CommandLimits limits,
      TokenTester tester,
      RevokeCommand revokeCommand,
      Resealer resealer,
      AuthorizationCommand authorizations,
      CommandExecutor executor) {
    this.tenants = loader.tenants();
    this.loader = loader;
    this.limits = limits;
    this.tester = tester;
    this.revokeCommand = revokeCommand;
    this.resealer = resealer;
    this.authorizations = authorizations;
    this.executor = executor;
  }

  /**
   * Asks for a new token of a provider now; the outcome is {@link TokenOutcome.Granted} where there
   * is one. Joins a token request that is under way, which is not counted; else starts one, at most
   * once in 5 seconds and 10 times a minute for a provider.
   */
  public CompletableFuture<TokenOutcome> obtain(ProviderKey key) {
    Permit once = Permit.once(now -> tenants.take(key, ProviderLimits::commands));
    return loader.askSlot(
        key, slot -> slot.request(Demand.COMMAND, slot.last(), once.and(requestOf(slot))));
  }

  /**
   * Asks for a usable token of a provider for one target; the outcome is {@link
   * TokenOutcome.Granted} where there is one. A token request that it starts counts among the
   * tenant's commands.
   */
  public CompletableFuture<TokenOutcome> disclose(ProviderKey key, URI target) {
    return loader.askSlot(
        key,
        slot ->
            slot.askIfAdmitted(
                entry -> entry.admits(target),
                asked -> asked.request(Demand.USE, null, requestOf(asked))));
  }

  /** Returns the permit for a token request that a command starts. */
  private Permit requestOf(Slot slot) {
    return now ->
        limits.take(
            slot.entry().tenant(), CommandLimits.Kind.REQUEST, slot.entry().tokenEndpoints());
  }

  /** Drops a provider's token everywhere, then tells the server (RFC 7009). */
  public CompletableFuture<RevocationOutcome> revoke(ProviderKey key) {
    return revokeCommand.run(key);
  }

  /**
   * Tests a provider's token, which is fetched first when there is none.
   *
   * @param version the version that is to be tested; when another one is stored, the obstacle is
   *     {@link TokenOutcome.Passing#SUPERSEDED}: it was edited at this moment, or the edit is not
   *     committed
   */
  public CompletableFuture<TestOutcome> test(ProviderKey key, long version) {
    return tester.test(key, version);
  }

  /**
   * Goes through the whole chain with a client that is stored nowhere.
   *
   * @param typed whether its secret was typed just now: a kept one is sent in no other way than it
   *     was set for, where the server refuses the client
   */
  public CompletableFuture<TestOutcome> check(RegisteredClient client, boolean typed) {
    return tester.check(client, typed);
  }

  /**
   * Begins an authorization of a provider (RFC 6749 section 4.1.1).
   *
   * @param login the value that is the same in the login of whoever authorizes, and in no other
   * @param actor who begins it; empty when nobody is known
   */
  public CompletableFuture<BeginOutcome> beginAuthorization(
      ProviderKey key, URI redirectUri, String login, String actor) {
    return executor.serve(
        key.tenant(),
        () -> authorizations.begin(key, redirectUri, login, actor),
        () -> BeginOutcome.blocked(Passing.NO_PLACE),
        () -> BeginOutcome.blocked(Passing.CLOSED));
  }

  /**
   * Completes an authorization of a tenant's, once.
   *
   * @param response one without a flaw
   * @param login the value that it was begun with
   */
  public CompletableFuture<AuthorizationOutcome> completeAuthorization(
      String tenant, AuthorizationResponse response, String login) {
    return executor.serve(
        tenant,
        () -> authorizations.complete(tenant, response, login),
        () -> AuthorizationOutcome.blocked("", Passing.NO_PLACE),
        () -> AuthorizationOutcome.blocked("", Passing.CLOSED));
  }

  /**
   * Fetches the metadata of an authorization server (RFC 8414), in one of its two places.
   *
   * @param issuer the issuer, which the metadata must name character by character
   */
  public CompletableFuture<MetadataResult> fetchMetadata(String tenant, Endpoint issuer) {
    return tester.fetchMetadata(tenant, issuer);
  }

  /** Seals whatever secret another key sealed with the first one, in all tenants. */
  public CompletableFuture<ResealOutcome> reseal() {
    return resealer.run();
  }

  /**
   * Returns what stands in the way of a provider's token requests on this node alone, or null when
   * nothing is known to.
   */
  public RowReading.@Nullable LocalFailure findLocalFailure(ProviderKey key) {
    TenantCache<?> cache = tenants.find(key.tenant());
    Slot slot = cache == null ? null : cache.slot(key.id());
    return slot == null ? null : slot.backOff().localFailure(tenants.now());
  }

  /** Returns a provider's name; empty when this node does not hold the provider. */
  public String findName(ProviderKey key) {
    TenantCache<?> cache = tenants.find(key.tenant());
    Slot slot = cache == null ? null : cache.slot(key.id());
    return slot == null ? "" : slot.entry().name();
  }

  /** Returns a receiver's refusal of a provider's token that nothing mended, or null. */
  public RowReading.@Nullable Refusal findRefusal(ProviderKey key) {
    TenantCache<?> cache = tenants.find(key.tenant());
    Slot slot = cache == null ? null : cache.slot(key.id());
    StandingRefusal standing = slot == null ? null : slot.refusal();
    return standing == null ? null : standing.at(tenants.now());
  }

  /**
   * Takes a place for a test, a check or metadata: 10 in a minute for a provider on this node.
   *
   * @param providerId the provider, or null when it is not stored yet
   * @param endpoints that may be reached; a host on another port counts as another host
   * @return zero, or how long there is no place: then none was taken among the tenant's commands
   */
  public Duration takeTest(String tenant, @Nullable String providerId, Collection<URI> endpoints) {
    Duration wait =
        providerId == null
            ? Duration.ZERO
            : tenants.take(new ProviderKey(tenant, providerId), ProviderLimits::tests);
    return wait.isZero() ? limits.take(tenant, CommandLimits.Kind.REQUEST, endpoints) : wait;
  }

  /**
   * Takes a place for a command that ends something.
   *
   * @param endpoints that may be reached; a host on another port counts as another host
   * @return zero, or how long there is no place: then none was taken
   */
  public Duration takeStop(String tenant, Collection<URI> endpoints) {
    return limits.take(tenant, CommandLimits.Kind.STOP, endpoints);
  }

  /** Tells whether one more response that is to nothing known may be told of: 60 in a minute. */
  public boolean takeStray(String tenant) {
    return limits.take(tenant, CommandLimits.Kind.STRAY, List.of()).isZero();
  }
}
