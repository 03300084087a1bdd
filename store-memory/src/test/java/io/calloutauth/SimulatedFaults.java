package io.calloutauth;

import io.calloutauth.client.TokenClient;
import io.calloutauth.oauth.FailureClass;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;

/**
 * Fault injection for token requests that use a refresh token: a seed draws what befalls each, and
 * it is counted. Thread-safe.
 */
final class SimulatedFaults {

  /** What befalls a token request. */
  enum Fault {
    NONE,
    DIES_BEFORE_SENDING,
    DIES_BEFORE_WRITING,
    DIES_AFTER_WRITING,
    RESPONSE_LOST,
    STORE_GOES,
    FAILOVER_LOSES_WRITE;

    private static final Set<Fault> DRAWN =
        EnumSet.of(DIES_BEFORE_SENDING, DIES_BEFORE_WRITING, DIES_AFTER_WRITING, RESPONSE_LOST);

    /** Tells whether the server used a refresh token up whose successor nobody has. */
    boolean isUnavoidable() {
      return this == DIES_BEFORE_WRITING || this == RESPONSE_LOST || this == FAILOVER_LOSES_WRITE;
    }
  }

  /** A node whose token request is about to be sent. */
  interface Victim {

    /** Takes what is to befall the next request for another reason than chance. */
    Fault takeArmed();

    /**
     * Lets a fault befall a request.
     *
     * @param send sends it
     */
    Object strike(Fault fault, Callable<Object> send) throws Exception;
  }

  private final Random random;
  private final double rate;
  private final IntSupplier rotations;
  private final Map<Fault, Integer> happened = new EnumMap<>(Fault.class);
  private Fault open = Fault.NONE;

  /**
   * Makes faults.
   *
   * @param rate how probable each of them is for each request
   * @param rotations tells how many refresh tokens the server has used up
   */
  SimulatedFaults(long seed, double rate, IntSupplier rotations) {
    this.random = new Random(seed);
    this.rate = rate;
    this.rotations = rotations;
  }

  /** Returns a number of seconds of which only the mean is known. */
  synchronized long seconds(double mean) {
    return 1 + (long) (-mean * Math.log(1 - random.nextDouble()));
  }

  /** Returns one of so many. */
  synchronized int among(int bound) {
    return random.nextInt(bound);
  }

  /** Draws whether something happens that is as probable as each fault. */
  synchronized boolean happens() {
    return random.nextDouble() < rate;
  }

  private synchronized Fault draw(Fault armed) {
    Fault drawn = armed;
    for (Fault each : Fault.DRAWN) {
      drawn = happens() && drawn == Fault.NONE ? each : drawn;
    }
    return drawn;
  }

  private synchronized void note(Fault fault, boolean rotated) {
    happened.merge(fault, 1, Integer::sum);
    open = rotated || open == Fault.NONE ? fault : open;
  }

  /** Returns what befell the request that used a refresh token last. */
  synchronized Fault open() {
    return open;
  }

  /** Begins anew with another authorization. */
  synchronized void forget() {
    open = Fault.NONE;
  }

  /** Returns how often a fault happened. */
  synchronized int happened(Fault fault) {
    return happened.getOrDefault(fault, 0);
  }

  /** Returns a client whose token requests meet faults. */
  TokenClient over(TokenClient client, Victim victim) {
    return (TokenClient)
        Proxy.newProxyInstance(
            TokenClient.class.getClassLoader(),
            new Class<?>[] {TokenClient.class},
            (proxy, method, arguments) -> {
              Callable<Object> call = () -> method.invoke(client, arguments);
              try {
                return method.getName().equals("fetch") ? fetch(call, victim) : call.call();
              } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
              }
            });
  }

  private Object fetch(Callable<Object> send, Victim victim) throws Exception {
    Fault fault = draw(victim.takeArmed());
    int before = rotations.getAsInt();
    try {
      return victim.strike(fault, send);
    } finally {
      note(fault, rotations.getAsInt() > before);
    }
  }

  /** Returns what is left of a request whose response did not come. */
  static TokenFailure withoutResponse() {
    return TokenFailure.builder(FailureClass.TRANSIENT, TokenError.UNREACHABLE)
        .mayHaveBeenSent(true)
        .build();
  }
}
