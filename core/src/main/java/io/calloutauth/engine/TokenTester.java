package io.calloutauth.engine;

import io.calloutauth.admission.CommandExecutor;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.engine.CommandOutcome.TestOutcome;
import io.calloutauth.engine.TokenOutcome.Blocked;
import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.engine.TokenOutcome.StoreFailed;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.GrantDetails;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.MetadataError;
import io.calloutauth.oauth.MetadataFailure;
import io.calloutauth.oauth.MetadataResult;
import io.calloutauth.oauth.OtherAuthentication;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.provider.ProviderEditor;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.StoreException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Tests providers' tokens for administrators, checks clients that are stored nowhere, and asks
 * servers for their metadata. Thread-safe; returns at once.
 *
 * <ol>
 *   <li>What this node holds of an earlier version of the provider is dropped.
 *   <li>The token is asked for as a callout does it.
 *   <li>Once there is a place, the provider is read again. A token that is not this row's is shown
 *       to nobody: dropped, and everything starts over, a few times.
 *   <li>The row's introspection endpoint is asked about the token, and its test endpoint is shown
 *       it.
 * </ol>
 */
final class TokenTester {

  private static final int MOST_TRIES = 5;

  private final ProviderEntry.Reader providers;
  private final CommandExecutor executor;
  private final TenantCaches<?> tenants;
  private final CacheLoader<?> loader;
  private final ServerGateway servers;

  TokenTester(
      ProviderEntry.Reader providers,
      CommandExecutor executor,
      CacheLoader<?> loader,
      ServerGateway servers) {
    this.providers = providers;
    this.executor = executor;
    this.tenants = loader.tenants();
    this.loader = loader;
    this.servers = servers;
  }

  /**
   * Tests a provider's token, which is fetched first when there is none.
   *
   * @param version the version that is to be tested; when another one is stored, what comes is
   *     {@link Passing#SUPERSEDED}
   */
  CompletableFuture<TestOutcome> test(ProviderKey key, long version) {
    return test(key, version, MOST_TRIES);
  }

  private CompletableFuture<TestOutcome> test(ProviderKey key, long version, int tries) {
    tenants.dropUnlessRead(key, version);
    return loader
        .askSlot(key, slot -> request(slot, version))
        .thenCompose(outcome -> serve(key.tenant(), () -> show(key, version, outcome)))
        .thenCompose(
            tested ->
                tested.isPresent()
                    ? CompletableFuture.completedFuture(tested.get())
                    : again(key, version, tries - 1));
  }

  /** Only what was counted may be reached: a token request of another version is not started. */
  private static CompletableFuture<TokenOutcome> request(Slot slot, long version) {
    return slot.entry().version() == version
        ? slot.request()
        : CompletableFuture.completedFuture(Passing.SUPERSEDED);
  }

  private CompletableFuture<TestOutcome> again(ProviderKey key, long version, int tries) {
    tenants.drop(key);
    return tries == 0
        ? CompletableFuture.completedFuture(TestOutcome.blocked(Passing.SUPERSEDED))
        : test(key, version, tries);
  }

  /**
   * Goes through the whole chain with a client that is stored nowhere.
   *
   * @param typed whether its secret was typed just now, and not kept
   */
  CompletableFuture<TestOutcome> check(RegisteredClient client, boolean typed) {
    return serve(client.tenant(), () -> Optional.of(runCheck(client, typed)))
        .thenApply(Optional::orElseThrow);
  }

  /** Fetches the metadata of an authorization server that no provider needs to be at. */
  CompletableFuture<MetadataResult> fetchMetadata(String tenant, Endpoint issuer) {
    return executor.serve(
        tenant,
        () -> new MetadataFetch(servers, providers.policy()).fetch(tenant, issuer),
        () -> MetadataFailure.of(MetadataError.NO_PLACE, 0),
        () -> MetadataFailure.of(MetadataError.CLOSED, 0));
  }

  private CompletableFuture<Optional<TestOutcome>> serve(
      String tenant, Supplier<Optional<TestOutcome>> work) {
    return executor.serve(
        tenant,
        work,
        () -> Optional.of(TestOutcome.blocked(Passing.NO_PLACE)),
        () -> Optional.of(TestOutcome.blocked(Passing.CLOSED)));
  }

  /** Shows a token to the provider's test endpoint; empty when it is not the provider's. */
  private Optional<TestOutcome> show(ProviderKey key, long version, TokenOutcome outcome) {
    if (!(outcome instanceof TokenOutcome.Granted granted)) {
      return Optional.of(TestOutcome.blocked(outcome));
    }
    try {
      Optional<ProviderRow> row = providers.rows().find(key);
      if (row.isEmpty()) {
        return Optional.of(TestOutcome.blocked(new Blocked(key.id(), Blocked.Reason.GONE)));
      }
      if (row.get().version() != version) {
        return Optional.of(TestOutcome.blocked(Passing.SUPERSEDED));
      }
      ProviderEntry entry = providers.read(row.get());
      return Optional.ofNullable(granted.token().opened().under(entry))
          .map(
              token ->
                  servers.probe().test(token, granted.grant(), ProviderEditor.view(row.get())));
    } catch (StoreException down) {
      return Optional.of(TestOutcome.blocked(new StoreFailed(down)));
    }
  }

  private TestOutcome runCheck(RegisteredClient client, boolean typed) {
    TokenResult response = servers.check(client);
    if (response instanceof TokenFailure failure) {
      TokenOutcome obstacle = new TokenOutcome.Failed("", failure, Duration.ZERO);
      return new TestOutcome(obstacle, typed ? worksWith(client, failure) : null, null, null, null);
    }
    IssuedToken token = (IssuedToken) response;
    GrantDetails grant = new GrantDetails(token.scope(), token.warnings());
    return servers.probe().test(client, token.accessToken(), grant);
  }

  /**
   * A request for each other way, and only where an administrator asked for one and knows the
   * secret: the way in which it is sent is one of its destinations.
   */
  private @Nullable ClientAuthentication worksWith(RegisteredClient client, TokenFailure failure) {
    for (RegisteredClient other : OtherAuthentication.of(client, failure)) {
      TokenResult response = servers.check(other);
      if (!(response instanceof TokenFailure refused)) {
        return other.registration().clientAuthentication();
      }
      if (refused.status() == 0 || refused.failureClass() == FailureClass.THROTTLED) {
        return null;
      }
    }
    return null;
  }

  /**
   * Fetches an authorization server's metadata: asks at the place of RFC 8414 section 3.1, and
   * where that brings nothing to use, at that of OpenID Connect Discovery 1.0 section 4.
   * Thread-safe; blocks as two requests do.
   *
   * @param servers reaches them
   * @param policy says whether it may
   */
  record MetadataFetch(ServerGateway servers, EndpointPolicy policy) {

    private static final String OAUTH = "/.well-known/oauth-authorization-server";
    private static final String OPENID = "/.well-known/openid-configuration";

    /** Returns the metadata of an issuer, or why nothing of it can be used. */
    MetadataResult fetch(String tenant, Endpoint issuer) {
      String origin = issuer.origin().toString();
      String path = withoutSlash(issuer.pathAndQuery());
      MetadataResult first = fetch(tenant, issuer, origin + OAUTH + path);
      if (!(first instanceof MetadataFailure failed) || !failed.error().leavesHope()) {
        return first;
      }
      MetadataResult second = fetch(tenant, issuer, origin + path + OPENID);
      boolean worse =
          second instanceof MetadataFailure other && failed.error().saysMoreThan(other.error());
      return worse ? first : second;
    }

    private static String withoutSlash(String path) {
      return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    }

    private MetadataResult fetch(String tenant, Endpoint issuer, String url) {
      Endpoint document = policy.check(tenant, url).endpoint();
      if (document == null) { // too long with what was put in
        return MetadataFailure.of(MetadataError.NOT_FOUND, 0);
      }
      return servers.fetchMetadata(tenant, document, issuer.toString());
    }
  }
}
