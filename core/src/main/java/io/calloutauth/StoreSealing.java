package io.calloutauth;

import io.calloutauth.engine.CommandOutcome.ResealOutcome;
import io.calloutauth.engine.TokenCommands;
import io.calloutauth.store.KeyUse;
import io.calloutauth.store.SealStore;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Asks the store what is sealed with which key, and the engine to seal it anew. */
final class StoreSealing implements Sealing {

  private final SealStore seals;
  private final TokenCommands commands;

  StoreSealing(SealStore seals, TokenCommands commands) {
    this.seals = seals;
    this.commands = commands;
  }

  @Override
  public List<KeyUse> uses() {
    return StoreCalls.call(() -> seals.keyUses());
  }

  @Override
  public CompletableFuture<ResealReport> reseal() {
    return commands.reseal().thenApply(StoreSealing::report);
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
