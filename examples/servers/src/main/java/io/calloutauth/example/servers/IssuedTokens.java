package io.calloutauth.example.servers;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * Every access token that the server issued and has not forgotten, by its value. A forgotten token
 * is an inactive one to whoever asks (RFC 7662 §2.2). Thread-safe.
 */
final class IssuedTokens implements OAuth2AuthorizationService {

  private final Map<String, OAuth2Authorization> byToken = new ConcurrentHashMap<>();
  private final AtomicInteger issued = new AtomicInteger();

  int issued() {
    return issued.get();
  }

  void forgetAll() {
    byToken.clear();
  }

  /** Keeps a new token, or the mark that a known one was revoked (RFC 7009). */
  @Override
  public void save(OAuth2Authorization authorization) {
    var token = Objects.requireNonNull(authorization.getAccessToken(), "access token");
    if (token.isInvalidated()) {
      byToken.replace(token.getToken().getTokenValue(), authorization);
      return;
    }
    byToken.put(token.getToken().getTokenValue(), authorization);
    issued.incrementAndGet();
  }

  @Override
  public void remove(OAuth2Authorization authorization) {
    byToken.values().removeIf(kept -> kept.getId().equals(authorization.getId()));
  }

  @Override
  public @Nullable OAuth2Authorization findById(String id) {
    return byToken.values().stream()
        .filter(kept -> kept.getId().equals(id))
        .findFirst()
        .orElse(null);
  }

  /** The type is only a hint, and this server issues access tokens only (RFC 7009 §2.1). */
  @Override
  public @Nullable OAuth2Authorization findByToken(String token, @Nullable OAuth2TokenType type) {
    return byToken.get(token);
  }

  /** Tells how many tokens there are. */
  @Override
  public String toString() {
    return "IssuedTokens[" + byToken.size() + "]";
  }
}
