package io.calloutauth.example.benchmarks.subject;

import java.time.Duration;
import java.time.Instant;
import java.util.function.BiConsumer;
import software.amazon.awssdk.utils.cache.CachedSupplier;
import software.amazon.awssdk.utils.cache.RefreshResult;

/** The AWS SDK's cached supplier, one for each provider. */
final class AwsSubject implements Subject {

  private static final Duration MARGIN = Duration.ofSeconds(30);
  private static final Duration PREFETCH = Duration.ofMinutes(5);

  private final PerNotification<CachedSupplier<String>> headers;

  AwsSubject(Setting setting) {
    this.headers = new PerNotification<>(setting, AwsSubject::supplier);
  }

  private static CachedSupplier<String> supplier(TokenRequest request) {
    return CachedSupplier.builder(() -> fetched(request)).build();
  }

  private static RefreshResult<String> fetched(TokenRequest request) {
    TokenRequest.Token token = request.send();
    Instant expiry = Instant.now().plus(token.lifetime());
    return RefreshResult.builder("Bearer " + token.value())
        .staleTime(expiry.minus(MARGIN))
        .prefetchTime(expiry.minus(PREFETCH))
        .build();
  }

  @Override
  public void authenticate(String notificationId, BiConsumer<String, String> consumer) {
    consumer.accept("Authorization", headers.of(notificationId).get());
  }

  @Override
  public void close() {
    headers.all().forEach(CachedSupplier::close);
  }
}
