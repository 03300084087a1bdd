package io.calloutauth;

import io.calloutauth.engine.CommandOutcome.ResealOutcome;
import io.calloutauth.store.KeyUse;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Asks the store what is sealed with which key, and the engine to seal it anew. */
final class StoreSealing implements Sealing {

  private final NodeParts parts;

  StoreSealing(NodeParts parts) {
    this.parts = parts;
  }

  @Override
  public List<KeyUse> uses() {
    return StoreCalls.call(() -> parts.store().seals().keyUses());
  }

  @Override
  public CompletableFuture<ResealReport> reseal() {
    return parts.engine().commands().reseal().thenApply(StoreSealing::report);
  }

  private static ResealReport report(ResealOutcome resealed) {
    if (resealed.obstacle() != null) {
      throw new CompletionException(OutcomeExceptions.NAMELESS.exception(resealed.obstacle()));
    }
    ResealOutcome.Report report = Objects.requireNonNull(resealed.report());
    return new ResealReport(
        report.resealed(),
        report.passedOver(),
        report.unopened().stream()
            .map(u -> new ResealReport.UnopenedSecrets(u.keyId(), u.keyMissing(), u.secrets()))
            .toList(),
        report.uses());
  }
}
