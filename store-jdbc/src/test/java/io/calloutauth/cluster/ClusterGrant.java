package io.calloutauth.cluster;

import io.calloutauth.provider.ProviderSettings;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What a cluster's tokens are asked with, and who answers. Thread-safe. */
public interface ClusterGrant {

  /**
   * A token request as it arrived.
   *
   * @param node who asks
   * @param provider for which provider: its client id is {@code c<provider>}
   * @param authorization the request's header
   * @param form the request's body
   * @param arrived when it came
   */
  record Asked(int node, int provider, String authorization, String form, long arrived) {}

  /**
   * A response.
   *
   * @param token the access token in it; null when there is none
   * @param scope the scope's number
   */
  record Answer(int status, String body, @Nullable String token, int scope) {}

  /**
   * Returns the settings of a provider, but for its name, its client and its secret.
   *
   * @param url gives the endpoint of a path
   */
  ProviderSettings.Builder settings(int provider, UnaryOperator<String> url);

  /** Answers a token request. Blocks as the server does. */
  Answer answer(Asked asked);

  /**
   * Takes a revocation request (RFC 7009).
   *
   * @param authorization the request's header
   * @param form the request's body
   */
  default void revoke(String authorization, String form) {}
}
