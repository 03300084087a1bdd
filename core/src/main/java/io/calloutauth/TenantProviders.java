package io.calloutauth;

import io.calloutauth.CalloutAuthEvent.Detail;
import io.calloutauth.CalloutAuthEvent.Subject;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderChange;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderNames;
import io.calloutauth.provider.ProviderSecrets;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.provider.ProviderView;
import io.calloutauth.provider.SettingsValidator;
import io.calloutauth.provider.StoredSettings;
import io.calloutauth.provider.ValidSettings;
import io.calloutauth.provider.ValidationResult;
import io.calloutauth.store.Page;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.ProviderStore;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The providers of one tenant, as one actor handles them. */
final class TenantProviders implements Providers {

  private static final int SAMPLE = 20;
  private static final int MOST_TRIES = 10;

  private final NodeParts parts;
  private final String tenant;
  private final Events.Actor actor;
  private final ProviderStore store;
  private final ProviderSecrets secrets;
  private final ProviderWriter writes;
  private final CommandLimit limit;

  TenantProviders(NodeParts parts, String tenant, Events.Actor actor) {
    this.parts = parts;
    this.tenant = tenant;
    this.actor = actor;
    this.store = parts.store().providers();
    this.secrets = new ProviderSecrets(parts.vault());
    this.writes = new ProviderWriter(parts, store, secrets);
    this.limit = CommandLimit.of(parts, tenant);
  }

  @Override
  public TestReport check(ProviderSettings settings) {
    ProviderId editOf = settings.editOf();
    ProviderRow before = editOf == null ? null : row(editOf);
    ValidSettings judged = judge(settings, before);
    limit.takeTest(editOf, endpoints(judged.registration()));
    TestReport report = new DryRun(parts, tenant, secrets).of(judged, before);
    actor.token(EventType.TOKEN_TESTED, editOf, Detail.of(report.passed(), ""));
    return report;
  }

  private static List<URI> endpoints(ClientRegistration checked) {
    return Stream.concat(Stream.of(checked.tokenEndpoint()), checked.testEndpoint().stream())
        .map(Endpoint::uri)
        .toList();
  }

  private ValidSettings judge(ProviderSettings settings, @Nullable ProviderRow before) {
    StoredSettings kept = before == null ? null : StoredSettings.read(before.content().settings());
    ValidationResult judgement = SettingsValidator.judge(parts.policy(), tenant, settings, kept);
    if (judgement.settings() == null) {
      throw new InvalidSettingsException(judgement.problems());
    }
    return judgement.settings();
  }

  @Override
  public Provider create(ProviderSettings settings) {
    ValidSettings judged = judge(settings, null);
    ProviderKey key = new ProviderKey(tenant, UUID.randomUUID().toString());
    ProviderRow made = writes.made(key, judged);
    actor.propose(EventType.PROVIDER_CREATED, Subject.NONE, Detail.NONE);
    writes.create(made);
    parts.changes().provider(key, made.version(), true);
    ProviderId id = new ProviderId(key.id());
    tell(EventType.PROVIDER_CREATED, id);
    if (judged.setsClientSecret()) {
      tell(EventType.SECRET_SET, id);
    }
    return writes.written(made);
  }

  @Override
  public Provider update(ProviderId id, long readVersion, ProviderSettings settings) {
    ProviderRow before = row(id);
    if (before.version() != readVersion) {
      throw new StaleProviderException(id, readVersion);
    }
    ProviderChange change = new ProviderChange(before, judge(settings, before), writes.now());
    Detail detail = Detail.update(change.fields(), change.widened());
    actor.propose(EventType.PROVIDER_UPDATED, new Subject(id, null), detail);
    ProviderRow made = writes.update(change);
    parts.changes().provider(key(id), made.version(), change.startsEpoch());
    actor.changed(EventType.PROVIDER_UPDATED, new Subject(id, null), detail);
    if (change.now().setsClientSecret()) {
      tell(EventType.SECRET_SET, id);
    }
    return writes.written(made);
  }

  @Override
  public Optional<Provider> find(ProviderId id) {
    return StoreCalls.call(() -> store.find(key(id))).map(TenantProviders::view);
  }

  @Override
  public Optional<Provider> findByName(String name) {
    return ProviderNames.problem(name).isPresent()
        ? Optional.empty()
        : StoreCalls.call(() -> store.findByName(tenant, ProviderNames.key(name)))
            .map(TenantProviders::view);
  }

  @Override
  public Page<ProviderSummary> list(int limit) {
    return page(null, limit);
  }

  @Override
  public Page<ProviderSummary> list(String after, int limit) {
    return page(after, limit);
  }

  private Page<ProviderSummary> page(@Nullable String after, int limit) {
    String key = PageCursors.PROVIDERS.start(after, limit);
    return PageCursors.PROVIDERS
        .told(StoreCalls.call(() -> store.list(tenant, key, limit)))
        .map(
            listing ->
                new ProviderSummary(
                    view(listing.provider()),
                    parts.statuses().of(listing.provider(), listing.token()),
                    listing.bindings()));
  }

  @Override
  public Provider disable(ProviderId id) {
    limit.takeStop(id, List.of());
    return turn(id, true);
  }

  @Override
  public Provider enable(ProviderId id) {
    return turn(id, false);
  }

  /**
   * An update by somebody else at the same moment is no reason to fail: what it changed is kept.
   */
  private Provider turn(ProviderId id, boolean disabled) {
    EventType type = disabled ? EventType.PROVIDER_DISABLED : EventType.PROVIDER_ENABLED;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      ProviderRow row = row(id);
      if (row.content().disabled() == disabled) {
        return view(row);
      }
      actor.propose(type, new Subject(id, null), Detail.NONE);
      Optional<ProviderRow> turned = writes.turn(row, disabled);
      if (turned.isPresent()) {
        parts.changes().provider(row.key(), turned.get().version(), true);
        tell(type, id);
        return writes.written(turned.get());
      }
    }
    throw new StaleProviderException(id, row(id).version());
  }

  @Override
  public void delete(ProviderId id) {
    actor.propose(EventType.PROVIDER_DELETED, new Subject(id, null), Detail.NONE);
    ProviderStore.Deletion deletion = StoreCalls.call(() -> store.delete(key(id), SAMPLE));
    if (!deletion.found()) {
      throw new ProviderNotFoundException(id);
    }
    if (!deletion.deleted()) {
      throw new ProviderInUseException(id, deletion.firstUsers(), deletion.users());
    }
    parts.changes().deleted(key(id));
    tell(EventType.PROVIDER_DELETED, id);
  }

  @Override
  public List<String> deleteAndDetach(ProviderId id) {
    actor.propose(EventType.PROVIDER_DELETED, new Subject(id, null), Detail.NONE);
    List<String> detached =
        StoreCalls.call(() -> store.deleteAndDetach(key(id)))
            .orElseThrow(() -> new ProviderNotFoundException(id));
    parts.changes().deleted(key(id));
    for (String notificationId : detached) {
      parts.changes().binding(tenant, notificationId, null);
    }
    tell(EventType.PROVIDER_DELETED, id);
    for (String notificationId : detached) {
      actor.changed(EventType.BINDING_DETACHED, new Subject(id, notificationId), Detail.NONE);
    }
    return detached;
  }

  private void tell(EventType type, ProviderId id) {
    actor.changed(type, new Subject(id, null), Detail.NONE);
  }

  private ProviderRow row(ProviderId id) {
    return StoreCalls.call(() -> store.find(key(id)))
        .orElseThrow(() -> new ProviderNotFoundException(id));
  }

  private ProviderKey key(ProviderId id) {
    return new ProviderKey(tenant, id.key());
  }

  private static Provider view(ProviderRow row) {
    return new ProviderView(row);
  }
}
