package io.calloutauth.cluster;

import com.zaxxer.hikari.HikariDataSource;
import io.calloutauth.CalloutAuth;
import io.calloutauth.CalloutAuthException;
import io.calloutauth.TokenState;
import io.calloutauth.TokenStatus;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An administrator, who looks at the status of each provider again and again, writes down what is
 * told of its authorization, and gives another one where one is needed: for every other provider as
 * soon as it stays in doubt. Ends with {@link #close}.
 */
final class AuthorizationWatch implements AutoCloseable {

  /** What a status tells of an authorization that is not as it should be. */
  enum Kind {
    IN_DOUBT,
    OVER_AFTER_DOUBT,
    OVER
  }

  /**
   * What was told.
   *
   * @param family the authorization's number
   * @param at when it was seen
   * @param since since when it is so; {@code at} where that is not told
   */
  record Told(int provider, int family, Kind kind, long at, long since) {}

  private static final long LOOK_MILLIS = 300;

  /** A doubt that is so much older than a token request may be is one that stays. */
  private static final long STAYS_MILLIS = 3_000;

  private final Queue<Told> told = new ConcurrentLinkedQueue<>();
  private final Map<Integer, String> typed = new ConcurrentHashMap<>();

  /**
   * The number of the authorization that each provider has: one that is typed counts once it is
   * written.
   */
  private final Map<Integer, Integer> families = new ConcurrentHashMap<>();

  private final Set<Integer> underWay = ConcurrentHashMap.newKeySet();
  private final ExecutorService logins = Executors.newSingleThreadExecutor();
  private final List<ProviderId> ids;
  private final RefreshTokenGrant grant;
  private final Terms terms;
  private final HikariDataSource pool;
  private final CalloutAuth auth;
  private final Thread thread = new Thread(this::watch, "administrator");
  private volatile boolean closed;
  private final AtomicInteger given = new AtomicInteger();

  AuthorizationWatch(
      ClusterProviders providers, List<ProviderId> ids, RefreshTokenGrant grant, Terms terms) {
    this.ids = ids;
    this.grant = grant;
    this.terms = terms;
    this.pool = providers.pool();
    this.auth = providers.administrator(pool);
  }

  AuthorizationWatch start() {
    thread.start();
    return this;
  }

  /** Returns what was told, in its order. */
  List<Told> told() {
    return List.copyOf(told);
  }

  /** Returns how many authorizations it gave. */
  int given() {
    return given.get();
  }

  private void watch() {
    while (!closed) {
      for (int provider = 0; provider < ids.size() && !closed; provider++) {
        try {
          look(provider).filter(this::isToAuthorize).ifPresent(this::authorizeBehind);
        } catch (CalloutAuthException withoutDatabase) {
          // It looks again.
        }
      }
      Cluster.pass(LOOK_MILLIS);
    }
  }

  /** Looks once, and writes down what is told; empty when all is well. */
  Optional<Told> look(int provider) {
    int family = families.computeIfAbsent(provider, grant::family);
    TokenStatus status = auth.tokens().status(ids.get(provider));
    long at = System.currentTimeMillis();
    Optional<Instant> doubt = status.authorization().flatMap(known -> known.inDoubtSince());
    boolean over = status.state() == TokenState.AUTHORIZATION_NEEDED;
    if (!over && doubt.isEmpty()) {
      return Optional.empty();
    }
    Instant since = (over ? status.since() : doubt).orElse(Instant.ofEpochMilli(at));
    Told seen = new Told(provider, family, kind(status), at, since.toEpochMilli());
    told.add(seen);
    return Optional.of(seen);
  }

  private static Kind kind(TokenStatus status) {
    if (status.state() != TokenState.AUTHORIZATION_NEEDED) {
      return Kind.IN_DOUBT;
    }
    return status
            .failure()
            .map(TokenFailure::error)
            .equals(Optional.of(TokenError.AUTHORIZATION_IN_DOUBT))
        ? Kind.OVER_AFTER_DOUBT
        : Kind.OVER;
  }

  private boolean isToAuthorize(Told seen) {
    boolean stays = seen.at() - seen.since() > terms.timeout() + STAYS_MILLIS;
    return seen.kind() != Kind.IN_DOUBT || (stays && seen.provider() % 2 == 1);
  }

  /** Whoever logs in at a real server takes his time, in which the others are looked at. */
  private void authorizeBehind(Told seen) {
    if (underWay.add(seen.provider())) {
      logins.execute(
          () -> {
            try {
              authorize(seen.provider());
            } catch (CalloutAuthException withoutDatabase) {
              // It is seen again.
            } finally {
              underWay.remove(seen.provider());
            }
          });
    }
  }

  /** Types another refresh token; what could not be written is typed once more the next time. */
  void authorize(int provider) {
    String token = typed.computeIfAbsent(provider, grant::authorize);
    Provider read = auth.providers().find(ids.get(provider)).orElseThrow();
    auth.providers()
        .update(
            read.id(), read.version(), read.toSettings().toBuilder().refreshToken(token).build());
    families.put(provider, grant.family(provider));
    typed.remove(provider);
    given.incrementAndGet();
  }

  /** Asks for a token by the refresh token that is stored, and tells whether there was one. */
  boolean isRefreshed(int provider) {
    try {
      return auth.tokens().refresh(ids.get(provider)).state() == TokenState.ACTIVE;
    } catch (CalloutAuthException failed) {
      return false;
    }
  }

  /** Stops watching; what was seen stays. */
  void stop() throws InterruptedException {
    closed = true;
    thread.join();
    logins.shutdown();
    if (!logins.awaitTermination(1, TimeUnit.MINUTES)) {
      throw new AssertionError("a login did not end");
    }
  }

  @Override
  public void close() {
    closed = true;
    logins.shutdownNow();
    auth.close();
    pool.close();
  }
}
