package io.calloutauth;

import io.calloutauth.CalloutAuthListener.TokenRequestObserver;
import io.calloutauth.client.TokenClient;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.schedule.World;
import io.calloutauth.seal.SecretCipher;
import io.calloutauth.store.Store;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Builds {@link CalloutAuth} objects. What is not set has a default that serves. Not thread-safe.
 */
public final class CalloutAuthBuilder {

  private static final String SINGLE_TENANT = "default";
  private static final Duration LONGEST = Duration.ofDays(1);
  private static final Duration LEAST_REQUEST_TIMEOUT = Duration.ofSeconds(3);

  // Read by TenantFactory, which is made from it.
  final Store store;
  @Nullable SecretCipher cipher;
  @Nullable EndpointPolicy policy;
  @Nullable X509TrustManager trust;
  @Nullable TokenClient client;
  @Nullable World world;
  final List<CalloutAuthListener> listeners = new ArrayList<>();
  TokenRequestObserver observer = TokenRequestObserver.NONE;
  Duration connectTimeout = Duration.ofSeconds(5);
  Duration requestTimeout = Duration.ofSeconds(15);
  Duration maxWait = Duration.ofSeconds(20);
  int tokensHeld = 100_000;
  int providersPerTenant = 1_000;
  boolean disclosure;
  @Nullable Duration history = Duration.ofDays(90);
  Duration longestClose = NodeShutdown.LONGEST;

  CalloutAuthBuilder(Store store) {
    this.store = Objects.requireNonNull(store, "store");
  }

  /**
   * Sets what seals secrets and tokens: required for a durable store, for example {@code
   * SealingKeys.parse(jwkSet)}. Where the store has secrets that other keys sealed, a warning in
   * the log of each node that is built names them.
   */
  public CalloutAuthBuilder cipher(SecretCipher cipher) {
    this.cipher = Objects.requireNonNull(cipher, "cipher");
    return this;
  }

  /** Sets which endpoints may be used; {@link PublicEndpoints} without a relaxation unless set. */
  public CalloutAuthBuilder endpointPolicy(EndpointPolicy policy) {
    this.policy = Objects.requireNonNull(policy, "policy");
    return this;
  }

  /**
   * Sets who decides which certificates of token, revocation and test endpoints are trusted, for
   * example those of a private CA; the JDK's trust store unless set. Host names and algorithms are
   * checked whatever it says.
   */
  public CalloutAuthBuilder trust(X509TrustManager trust) {
    this.trust = Objects.requireNonNull(trust, "trust");
    return this;
  }

  /**
   * Adds one who hears what happens; nobody does unless added. Several hear it in the order in
   * which they were added, and each may veto a change.
   */
  public CalloutAuthBuilder listener(CalloutAuthListener listener) {
    if (Objects.requireNonNull(listener, "listener") != CalloutAuthListener.NONE) {
      listeners.add(listener);
    }
    return this;
  }

  /** Sets who observes token requests, each on the thread that makes it; nobody does unless set. */
  public CalloutAuthBuilder tokenRequestObserver(TokenRequestObserver observer) {
    this.observer = Objects.requireNonNull(observer, "observer");
    return this;
  }

  /**
   * Sets how long connecting to an endpoint may take; 5 seconds unless set.
   *
   * @throws IllegalArgumentException when it is not positive, or above 24 hours
   */
  public CalloutAuthBuilder connectTimeout(Duration timeout) {
    this.connectTimeout = positive("connectTimeout", timeout);
    return this;
  }

  /**
   * Sets how long a whole token request may take, to the last byte of the response; 15 seconds
   * unless set. Waiting for a place counts, and so does the statement that takes the lease; reading
   * the store before that does not. None starts with less than 2 seconds left, so a store that
   * takes longer than the rest of it for that one statement gets no token. Administrators' commands
   * wait for up to three times as long, tests and checks four times.
   *
   * @throws IllegalArgumentException when it is below 3 seconds, or above 24 hours
   */
  public CalloutAuthBuilder requestTimeout(Duration timeout) {
    if (positive("requestTimeout", timeout).compareTo(LEAST_REQUEST_TIMEOUT) < 0) {
      throw new IllegalArgumentException("requestTimeout must be at least 3 seconds");
    }
    this.requestTimeout = timeout;
    return this;
  }

  /**
   * Sets how long a callout waits for a token; 20 seconds unless set.
   *
   * @throws IllegalArgumentException when it is not positive, or above 24 hours
   */
  public CalloutAuthBuilder maxWait(Duration maxWait) {
    this.maxWait = positive("maxWait", maxWait);
    return this;
  }

  /**
   * Sets how many providers' tokens are held in memory at most; 100,000 unless set.
   *
   * @throws IllegalArgumentException when it is below 1
   */
  public CalloutAuthBuilder tokensHeld(int most) {
    this.tokensHeld = positive("tokensHeld", most);
    return this;
  }

  /**
   * Sets how many providers a tenant may have; 1,000 unless set.
   *
   * @throws IllegalArgumentException when it is below 1
   */
  public CalloutAuthBuilder providersPerTenant(int most) {
    this.providersPerTenant = positive("providersPerTenant", most);
    return this;
  }

  /**
   * Sets how long history is kept; 90 days unless set. Of a provider, the last 200 rows are kept at
   * most.
   *
   * @throws IllegalArgumentException when it is below 1 day, or above 3,650 days
   */
  public CalloutAuthBuilder history(Duration age) {
    if (age.compareTo(LONGEST) < 0 || age.compareTo(Duration.ofDays(3_650)) > 0) {
      throw new IllegalArgumentException("history must be kept for 1 to 3,650 days");
    }
    this.history = age;
    return this;
  }

  /** Keeps no history: {@link CalloutAuth#history()} has nothing that happens from now on. */
  public CalloutAuthBuilder withoutHistory() {
    this.history = null;
    return this;
  }

  /** Lets {@link TokenManager#accessToken} hand tokens to the host. */
  public CalloutAuthBuilder allowTokenDisclosure() {
    this.disclosure = true;
    return this;
  }

  CalloutAuthBuilder client(TokenClient client) {
    this.client = client;
    return this;
  }

  CalloutAuthBuilder longestClose(Duration longest) {
    this.longestClose = longest;
    return this;
  }

  CalloutAuthBuilder world(World world) {
    this.world = world;
    return this;
  }

  /**
   * Returns the way in for a host with one tenant. Blocks while the store checks itself.
   *
   * @throws IllegalStateException when the store is durable and there is nothing to seal with
   * @throws StoreUnavailableException when the store cannot be used, with what to change, or is out
   *     of reach
   */
  public CalloutAuth build() {
    return TenantCalloutAuth.only(TenantFactory.of(this), SINGLE_TENANT);
  }

  /**
   * Returns the way in for a host with many tenants. Blocks while the store checks itself.
   *
   * @throws IllegalStateException when the store is durable and there is nothing to seal with
   * @throws StoreUnavailableException when the store cannot be used, with what to change, or is out
   *     of reach
   */
  public CalloutAuthTenants buildForTenants() {
    return new AllTenants(TenantFactory.of(this));
  }

  private static Duration positive(String what, Duration duration) {
    if (duration.isNegative() || duration.isZero() || duration.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(what + " must be positive and at most 24 hours");
    }
    return duration;
  }

  private static int positive(String what, int number) {
    if (number < 1) {
      throw new IllegalArgumentException(what + " must be at least 1");
    }
    return number;
  }
}
