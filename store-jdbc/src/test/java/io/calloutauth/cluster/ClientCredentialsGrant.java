package io.calloutauth.cluster;

import io.calloutauth.provider.ProviderSettings;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Gives whoever asks a token: for client {@code c7} that asks for scope {@code v2}, the token
 * {@code 7-2-<number>}.
 */
final class ClientCredentialsGrant implements ClusterGrant {

  private static final Pattern SCOPE = Pattern.compile("scope=v(\\d+)");

  private final AtomicInteger numbers = new AtomicInteger();
  private final long lifetime;

  ClientCredentialsGrant(Terms terms) {
    this.lifetime = terms.lifetime() / 1_000;
  }

  @Override
  public ProviderSettings.Builder settings(int provider, UnaryOperator<String> url) {
    return ProviderSettings.clientCredentials()
        .tokenEndpoint(url.apply("/token"))
        .revocationEndpoint(url.apply("/revoke"))
        .anyOrigin()
        .scope("v0");
  }

  @Override
  public Answer answer(Asked asked) {
    int scope = scope(asked.form());
    String token = asked.provider() + "-" + scope + "-" + numbers.incrementAndGet();
    String body =
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
            .formatted(token, lifetime);
    return new Answer(200, body, token, scope);
  }

  private static int scope(String body) {
    Matcher scope = SCOPE.matcher(body);
    if (!scope.find()) {
      throw new IllegalArgumentException("a request without a scope");
    }
    return Integer.parseInt(scope.group(1));
  }
}
