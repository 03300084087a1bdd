package io.calloutauth;

import io.calloutauth.CalloutAuthException.NamedProvider;
import io.calloutauth.engine.CommandOutcome.RevocationOutcome;
import io.calloutauth.engine.CommandOutcome.TestOutcome;
import io.calloutauth.engine.TokenCommands;
import io.calloutauth.engine.TokenOutcome;
import io.calloutauth.engine.TokenOutcome.Passing;
import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderEditor;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.Store;
import io.calloutauth.store.StoreException;
import io.calloutauth.store.TokenRow;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tokens of one tenant's providers, as one actor handles them. */
final class TenantTokenManager implements TokenManager {

  private static final int MOST_TESTS = 3;

  private final Events.Actor actor;
  private final Store store;
  private final TokenCommands commands;
  private final CommandLimit limit;
  private final Targets targets;
  private final TokenStatuses statuses;
  private final Waits waits;

  TenantTokenManager(
      Events.Actor actor,
      Store store,
      CommandLimit limit,
      Targets targets,
      TokenStatuses statuses,
      Waits waits) {
    this.actor = actor;
    this.store = store;
    this.commands = limit.commands();
    this.limit = limit;
    this.targets = targets;
    this.statuses = statuses;
    this.waits = waits;
  }

  /**
   * How long is waited.
   *
   * @param command for what an administrator commands
   * @param test for what a test finds
   * @param disclosure for a token that is handed out; null: none is
   */
  record Waits(Duration command, Duration test, @Nullable Duration disclosure) {}

  @Override
  public TokenStatus obtain(ProviderId id) {
    long start = actor.start();
    TokenOutcome.@Nullable Granted granted = null;
    try {
      granted = granted(id, Waiting.await(commands.obtain(key(id)), waits.command()));
    } finally {
      actor.token(EventType.TOKEN_REQUESTED, id, Events.Detail.of(granted != null, ""), start);
    }
    return status(id, granted);
  }

  /** A token that was obtained is obtained, also when the store does not tell of it just after. */
  private TokenStatus status(ProviderId id, TokenOutcome.Granted granted) {
    try {
      return status(id);
    } catch (StoreUnavailableException | ProviderNotFoundException pending) {
      return new TokenStatus.Builder(TokenState.ACTIVE)
          .expiresAt(granted.expiresAt())
          .granted(granted.grant().scope(), granted.grant().warnings())
          .build();
    }
  }

  @Override
  public TokenStatus refresh(ProviderId id) {
    return obtain(id);
  }

  @Override
  public TestReport test(ProviderId id) {
    long start = actor.start();
    Provider provider = testable(id);
    TestOutcome tested = test(provider);
    for (int tries = 1; tries < MOST_TESTS && tested.obstacle() == Passing.SUPERSEDED; tries++) {
      provider = testable(id); // it may have been edited at that moment
      tested = test(provider);
    }
    String subject = "provider " + id + " of tenant " + limit.tenant();
    TestReport report = TestReports.of(subject, tested, provider.scope());
    actor.token(EventType.TOKEN_TESTED, id, Events.Detail.of(report), start);
    return report;
  }

  /** Takes a place for a test too: an edit may have brought other hosts. */
  private Provider testable(ProviderId id) {
    ProviderRow row = row(id);
    limit.takeTest(id, StoreUnavailableException.read(row, TenantTokenManager::tested));
    return ProviderEditor.view(row);
  }

  /** Returns the endpoints that a test may reach. */
  private static List<URI> tested(Provider provider) {
    List<URI> endpoints =
        Stream.of(provider.introspectionEndpoint(), provider.testEndpoint())
            .flatMap(Optional::stream)
            .toList();
    if (endpoints.isEmpty()) {
      throw new EndpointMissingException(
          new NamedProvider(provider.id(), provider.name()), ProviderField.TEST_ENDPOINT);
    }
    return Stream.concat(Stream.of(provider.tokenEndpoint()), endpoints.stream()).toList();
  }

  private TestOutcome test(Provider provider) {
    return Waiting.await(commands.test(key(provider.id()), provider.version()), waits.test());
  }

  @Override
  public RevocationReport revoke(ProviderId id) {
    limit.takeStop(id, revocationEndpoint(id));
    long start = actor.start();
    Events.Detail detail = Events.Detail.of(false, "");
    try {
      RevocationReport report =
          report(id, Waiting.await(commands.revoke(key(id)), waits.command()));
      detail = Events.Detail.of(report.isDone(), report.outcome().name());
      return report;
    } finally {
      actor.token(EventType.TOKEN_REVOKED, id, detail, start);
    }
  }

  /**
   * Without a store, or of a row that cannot be read, none is known: what is to be dropped here is
   * dropped all the same, and whoever revokes is told by then.
   */
  private List<URI> revocationEndpoint(ProviderId id) {
    try {
      return StoreCalls.call(() -> store.providers().find(key(id)))
          .flatMap(row -> StoreUnavailableException.read(row, Provider::revocationEndpoint))
          .map(List::of)
          .orElse(List.of());
    } catch (StoreUnavailableException down) {
      return List.of();
    }
  }

  private RevocationReport report(ProviderId id, RevocationOutcome revoked) {
    if (revoked.obstacle() != null) {
      throw exception(id, revoked.obstacle());
    }
    return revoked.told() == null
        ? new RevocationReport(RevocationReport.Outcome.NO_TOKEN, 0, List.of())
        : new RevocationReport(
            RevocationReport.Outcome.valueOf(revoked.told().outcome().name()),
            revoked.told().status(),
            revoked.sharing().stream().map(ProviderEditor::view).toList());
  }

  @Override
  public TokenStatus status(ProviderId id) {
    ProviderRow row = row(id);
    TokenRow token = StoreCalls.call(() -> store.tokens().find(key(id))).orElse(TokenRow.EMPTY);
    return statuses.of(row, token);
  }

  @Override
  public Secret accessToken(ProviderId id, URI target) {
    Duration maxWait = waits.disclosure();
    if (maxWait == null) {
      throw new IllegalStateException(
          "handing out tokens is not enabled: call allowTokenDisclosure() on the builder");
    }
    targets.check(target);
    long start = actor.start();
    TokenOutcome outcome = Waiting.await(commands.disclose(key(id), target), maxWait);
    if (outcome instanceof TokenOutcome.ForeignOrigin foreign) {
      throw limit.exceptions().foreignOrigin(foreign, target);
    }
    TokenOutcome.Granted token = granted(id, outcome);
    actor.token(EventType.TOKEN_DISCLOSED, id, Events.Detail.NONE, start);
    return token.accessToken();
  }

  private TokenOutcome.Granted granted(ProviderId id, TokenOutcome outcome) {
    if (outcome instanceof TokenOutcome.Granted granted) {
      return granted;
    }
    throw exception(id, outcome);
  }

  /** The engine may know the id in another form: a host is told the one that it gave. */
  private CalloutAuthException exception(ProviderId id, TokenOutcome outcome) {
    if (!OutcomeExceptions.isGone(outcome)) {
      return limit.exceptions().exception(outcome);
    }
    return isSeenHere(id)
        ? ProviderNotFoundException.uncommitted(id)
        : new ProviderNotFoundException(id);
  }

  /** Only what is committed is there for the engine; this thread may be in a transaction. */
  private boolean isSeenHere(ProviderId id) {
    try {
      return store.joinsTransaction() && store.providers().find(key(id)).isPresent();
    } catch (StoreException down) {
      return false;
    }
  }

  private ProviderRow row(ProviderId id) {
    return StoreCalls.call(() -> store.providers().find(key(id)))
        .orElseThrow(() -> new ProviderNotFoundException(id));
  }

  private ProviderKey key(ProviderId id) {
    return new ProviderKey(limit.tenant(), id.key());
  }
}
