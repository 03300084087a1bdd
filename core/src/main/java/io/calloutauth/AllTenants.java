package io.calloutauth;

import io.calloutauth.CalloutAuthEvent.Subject;
import io.calloutauth.Sealing.ResealReport;
import io.calloutauth.engine.CommandOutcome.ResealOutcome;
import io.calloutauth.engine.TokenCommands;
import io.calloutauth.store.Identifiers;
import io.calloutauth.store.KeyUse;
import io.calloutauth.store.Page;
import io.calloutauth.store.SealStore;
import io.calloutauth.store.StoreException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The way in to each tenant, for one actor. */
final class AllTenants implements CalloutAuthTenants {

  private final TenantFactory factory;
  private final Sealing sealing;
  private final @Nullable String actor;

  AllTenants(TenantFactory factory) {
    this(factory, null);
  }

  private AllTenants(TenantFactory factory, @Nullable String actor) {
    this.factory = factory;
    this.sealing = factory.sealing();
    this.actor = actor;
  }

  @Override
  public CalloutAuth tenant(String tenant) {
    CalloutAuth nobodys = factory.tenant(tenant);
    return actor == null ? nobodys : nobodys.as(actor);
  }

  @Override
  public CalloutAuthTenants as(String actor) {
    return new AllTenants(factory, Objects.requireNonNull(actor, "actor"));
  }

  @Override
  public Page<String> list(int limit) {
    return page(null, limit);
  }

  @Override
  public Page<String> list(String after, int limit) {
    return page(Objects.requireNonNull(after, "after"), limit);
  }

  private Page<String> page(@Nullable String after, int limit) {
    String key = PageCursors.TENANTS.start(after, limit);
    return PageCursors.TENANTS.told(
        StoreCalls.call(() -> factory.store().providers().listTenants(key, limit)));
  }

  @Override
  public void purge(String tenant) {
    Events.Actor who = factory.actor(Identifiers.tenant(tenant), actor);
    who.propose(EventType.TENANT_PURGED, Subject.NONE, Events.Detail.NONE);
    StoreCalls.run(() -> factory.store().purge(tenant));
    who.forget();
    factory.writes().purged(tenant);
    who.changed(EventType.TENANT_PURGED, Subject.NONE, Events.Detail.NONE);
  }

  @Override
  public Sealing sealing() {
    return sealing;
  }

  @Override
  public Health health() {
    return factory.health(null);
  }

  @Override
  public void close() {
    factory.close();
  }

  /** Asks the store what is sealed with which key, and the engine to seal it anew. */
  static final class StoreSealing implements Sealing {

    private static final Logger LOG = LoggerFactory.getLogger(StoreSealing.class);

    private final SealStore seals;
    private final TokenCommands commands;

    StoreSealing(SealStore seals, TokenCommands commands) {
      this.seals = seals;
      this.commands = commands;
    }

    /**
     * Warns of keys that sealed secrets and are not among those that a host gives. A store that
     * cannot tell is no reason to fail.
     */
    static void warnOfMissing(SealStore seals, List<String> keyIds) {
      try {
        List<String> missing =
            seals.secretKeyIds().stream().filter(id -> !keyIds.contains(id)).toList();
        if (!missing.isEmpty()) {
          LOG.warn("The store has secrets whose sealing keys are not given: {}", missing);
        }
      } catch (StoreException unknown) {
        LOG.debug("Which sealing keys are missing could not be told", unknown);
      }
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
}
