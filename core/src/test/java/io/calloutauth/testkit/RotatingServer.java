package io.calloutauth.testkit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * What an authorization server does that rotates refresh tokens on each use and, when a used one
 * comes again, ends all that the authorization issued (RFC 9700 section 4.14.2). It counts.
 * Thread-safe.
 */
public final class RotatingServer {

  private static final class Family {
    private String current = "";
    private final Set<String> used = new HashSet<>();
    private final Set<String> accessTokens = new HashSet<>();
    private boolean dead;
  }

  private final Map<String, Family> byRefreshToken = new HashMap<>();
  private final List<String> sent = new ArrayList<>();
  private volatile UnaryOperator<TokenServer.Answer> changed = UnaryOperator.identity();
  private volatile long lifetime = 3600;
  private volatile String more = "";
  private int rotations;
  private int reuses;

  /** Lets a token server answer in this way from now on. */
  public RotatingServer(TokenServer server) {
    server.answerRequests(this::answer);
  }

  /** Gives an authorization, and returns its refresh token. */
  public synchronized String authorize(String refreshToken) {
    Family family = new Family();
    family.current = refreshToken;
    byRefreshToken.put(refreshToken, family);
    return refreshToken;
  }

  /** Changes what is answered from now on, after the refresh token was rotated. */
  public void change(UnaryOperator<TokenServer.Answer> change) {
    changed = change;
  }

  /** Sets how many seconds access tokens live; 3600 unless set. */
  public void accessTokensLive(long seconds) {
    lifetime = seconds;
  }

  /** Adds members to each answer with a token, such as {@code ,"refresh_expires_in":1800}. */
  public void add(String members) {
    more = members;
  }

  private TokenServer.Answer answer(TokenServer.Arrived request) {
    return changed.apply(answer(AssertionVerifier.form(request.body())));
  }

  private synchronized TokenServer.Answer answer(Map<String, String> form) {
    String token = form.getOrDefault("refresh_token", "");
    sent.add(token);
    Family family = byRefreshToken.get(token);
    if (!"refresh_token".equals(form.get("grant_type")) || family == null || family.dead) {
      return TokenServer.Answer.error(400, "invalid_grant");
    }
    if (family.used.contains(token)) {
      reuses++;
      family.dead = true;
      return TokenServer.Answer.error(400, "invalid_grant");
    }
    rotations++;
    family.used.add(token);
    family.current = "refresh-" + rotations;
    byRefreshToken.put(family.current, family);
    String access = "access-" + rotations;
    family.accessTokens.add(access);
    return new TokenServer.Answer(
        200,
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d,\"refresh_token\":\"%s\"%s}"
            .formatted(access, lifetime, family.current, more));
  }

  /** Returns the refresh tokens that came, in their order. */
  public synchronized List<String> sent() {
    return List.copyOf(sent);
  }

  /** Returns how often a refresh token was exchanged for another. */
  public synchronized int rotations() {
    return rotations;
  }

  /** Returns how often a used refresh token came. */
  public synchronized int reuses() {
    return reuses;
  }

  /** Returns whether an access token is good. */
  public synchronized boolean isAlive(String accessToken) {
    return byRefreshToken.values().stream()
        .anyMatch(family -> family.accessTokens.contains(accessToken) && !family.dead);
  }
}
