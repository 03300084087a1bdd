package io.calloutauth.example.benchmarks.subject;

import com.databricks.sdk.core.oauth.CachedTokenSource;
import com.databricks.sdk.core.oauth.Token;
import java.time.Instant;
import java.util.function.BiConsumer;

/** The Databricks SDK's cached token source, one for each provider. */
final class DatabricksSubject implements Subject {

  private final PerNotification<CachedTokenSource> sources;

  DatabricksSubject(Setting setting) {
    this.sources =
        new PerNotification<>(
            setting, request -> new CachedTokenSource.Builder(() -> fetched(request)).build());
  }

  private static Token fetched(TokenRequest request) {
    TokenRequest.Token token = request.send();
    return new Token(token.value(), "Bearer", Instant.now().plus(token.lifetime()));
  }

  @Override
  public void authenticate(String notificationId, BiConsumer<String, String> headers) {
    Token token = sources.of(notificationId).getToken();
    headers.accept("Authorization", token.getTokenType() + " " + token.getAccessToken());
  }

  @Override
  public void close() {}
}
