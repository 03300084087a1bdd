package io.calloutauth.example.servers;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.security.oauth2.core.endpoint.OAuth2ParameterNames;
import org.springframework.security.oauth2.server.authorization.OAuth2Authorization;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationCode;
import org.springframework.security.oauth2.server.authorization.OAuth2AuthorizationService;
import org.springframework.security.oauth2.server.authorization.OAuth2TokenType;

/**
 * Every authorization that the server has not forgotten, by the values of its tokens: an access
 * token, and what led to it. A forgotten token is an inactive one to whoever asks (RFC 7662 §2.2).
 * Thread-safe.
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

  /**
   * Keeps a new token in place of what led to it, or the mark that a known one was revoked (RFC
   * 7009).
   */
  @Override
  public void save(OAuth2Authorization authorization) {
    var token = authorization.getAccessToken();
    if (token != null && token.isInvalidated()) {
      byToken.replaceAll((value, kept) -> isSame(kept, authorization) ? authorization : kept);
      return;
    }
    boolean isNew = token != null && !byToken.containsKey(token.getToken().getTokenValue());
    remove(authorization);
    values(authorization).forEach(value -> byToken.put(value, authorization));
    if (isNew) {
      issued.incrementAndGet();
    }
  }

  /** The state is what a request is found by that was pushed (RFC 9126). */
  private static List<String> values(OAuth2Authorization authorization) {
    String state = authorization.getAttribute(OAuth2ParameterNames.STATE);
    return Stream.concat(
            Stream.ofNullable(state),
            Stream.of(
                    authorization.getToken(OAuth2AuthorizationCode.class),
                    authorization.getAccessToken(),
                    authorization.getRefreshToken())
                .filter(Objects::nonNull)
                .map(kept -> kept.getToken().getTokenValue()))
        .toList();
  }

  private static boolean isSame(OAuth2Authorization kept, OAuth2Authorization authorization) {
    return kept.getId().equals(authorization.getId());
  }

  @Override
  public void remove(OAuth2Authorization authorization) {
    byToken.values().removeIf(kept -> isSame(kept, authorization));
  }

  @Override
  public @Nullable OAuth2Authorization findById(String id) {
    return byToken.values().stream()
        .filter(kept -> kept.getId().equals(id))
        .findFirst()
        .orElse(null);
  }

  /** The type is only a hint (RFC 7009 §2.1), and no two tokens are alike. */
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
