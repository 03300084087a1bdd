package io.calloutauth;

import io.calloutauth.CalloutAuthEvent.Subject;
import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderEditor;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.Page;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.ProviderStore;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The providers of one tenant, as one actor handles them. */
final class TenantProviders implements Providers {

  private static final int SAMPLE = 20;
  private static final int MOST_TRIES = 10;

  private final Events.Actor actor;
  private final ProviderEditor editor;
  private final ProviderWriter writer;
  private final ProviderLists lists;
  private final DryRun dryRun;
  private final CommandLimit limit;

  TenantProviders(
      Events.Actor actor,
      ProviderEditor editor,
      ProviderWriter writer,
      ProviderLists lists,
      DryRun dryRun,
      CommandLimit limit) {
    this.actor = actor;
    this.editor = editor;
    this.writer = writer;
    this.lists = lists;
    this.dryRun = dryRun;
    this.limit = limit;
  }

  @Override
  public TestReport check(ProviderSettings settings) {
    ProviderId editOf = settings.editOf();
    ProviderRow before = editOf == null ? null : editable(editOf);
    ProviderEditor.Edit edit = judge(settings, before);
    limit.takeCheck(editOf, edit.registration());
    long start = actor.start();
    TestReport report = dryRun.of(edit);
    actor.token(EventType.TOKEN_TESTED, editOf, EventDetail.of(report), start);
    return report;
  }

  private ProviderEditor.Edit judge(ProviderSettings settings, @Nullable ProviderRow before) {
    return editor.judge(settings, before, InvalidSettingsException::new);
  }

  @Override
  public Provider create(ProviderSettings settings) {
    ProviderEditor.Edit edit = judge(settings, null).withKeys();
    ProviderKey key = new ProviderKey(limit.tenant(), UUID.randomUUID().toString());
    ProviderRow made = writer.made(key, edit);
    actor.propose(EventType.PROVIDER_CREATED, Subject.NONE, EventDetail.NONE);
    writer.create(made);
    tell(EventType.PROVIDER_CREATED, Subject.of(made));
    if (edit.setsClientSecret()) {
      tell(EventType.SECRET_SET, Subject.of(made));
    }
    return writer.written(made);
  }

  @Override
  public Provider update(ProviderId id, long readVersion, ProviderSettings settings) {
    ProviderRow before = editable(id);
    if (before.version() != readVersion) {
      throw new StaleProviderException(NamedProvider.of(before), readVersion);
    }
    ProviderEditor.Edit edit = judge(settings, before).withKeys();
    EventDetail detail = EventDetail.update(edit.fields(), edit.widened());
    actor.propose(EventType.PROVIDER_UPDATED, Subject.of(before), detail);
    ProviderRow made = writer.update(before, edit);
    actor.changed(EventType.PROVIDER_UPDATED, Subject.of(made), detail);
    if (edit.setsClientSecret()) {
      tell(EventType.SECRET_SET, Subject.of(made));
    }
    return writer.written(made);
  }

  @Override
  public Optional<Provider> find(ProviderId id) {
    return lists.find(id);
  }

  @Override
  public Optional<Provider> findByName(String name) {
    return lists.findByName(name);
  }

  @Override
  public Optional<ProviderSummary> findSummary(ProviderId id) {
    return lists.findSummary(id);
  }

  @Override
  public Page<ProviderSummary> list(int limit) {
    return lists.list(null, limit);
  }

  @Override
  public Page<ProviderSummary> list(String after, int limit) {
    return lists.list(Objects.requireNonNull(after, "after"), limit);
  }

  @Override
  public Page<ProviderSummary> search(ProviderQuery query, int limit) {
    return lists.search(query, null, limit);
  }

  @Override
  public Page<ProviderSummary> search(ProviderQuery query, String after, int limit) {
    return lists.search(query, Objects.requireNonNull(after, "after"), limit);
  }

  @Override
  public Optional<PublicKeySet> publicKeys(ProviderId id, String keySet) {
    return lists.publicKeys(editor, id, keySet);
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
      ProviderRow row = kept(id);
      if (row.content().disabled() == disabled) {
        return ProviderEditor.view(row);
      }
      actor.propose(type, Subject.of(row), EventDetail.NONE);
      Optional<ProviderRow> turned = writer.turn(row, disabled);
      if (turned.isPresent()) {
        tell(type, Subject.of(row));
        return writer.written(turned.get());
      }
    }
    ProviderRow row = lists.row(id);
    throw new StaleProviderException(NamedProvider.of(row), row.version());
  }

  @Override
  public void delete(ProviderId id) {
    NamedProvider provider = NamedProvider.of(lists.row(id));
    actor.propose(EventType.PROVIDER_DELETED, new Subject(provider, null), EventDetail.NONE);
    ProviderStore.Deletion deletion = writer.delete(key(id), SAMPLE);
    if (!deletion.found()) {
      throw new ProviderNotFoundException(id);
    }
    if (!deletion.deleted()) {
      throw new ProviderInUseException(provider, deletion.firstUsers(), deletion.users());
    }
    tell(EventType.PROVIDER_DELETED, new Subject(provider, null));
  }

  @Override
  public List<String> deleteAndDetach(ProviderId id) {
    NamedProvider provider = NamedProvider.of(lists.row(id));
    actor.propose(EventType.PROVIDER_DELETED, new Subject(provider, null), EventDetail.NONE);
    List<String> detached =
        writer.deleteAndDetach(key(id)).orElseThrow(() -> new ProviderNotFoundException(id));
    tell(EventType.PROVIDER_DELETED, new Subject(provider, null));
    for (String notificationId : detached) {
      tell(EventType.BINDING_DETACHED, new Subject(provider, notificationId));
    }
    return detached;
  }

  private void tell(EventType type, Subject subject) {
    actor.changed(type, subject, EventDetail.NONE);
  }

  private ProviderRow editable(ProviderId id) {
    ProviderRow row = lists.row(id);
    String objection = ProviderEditor.objection(row);
    if (objection != null) {
      throw new ProviderFormatException(NamedProvider.of(row), objection);
    }
    return row;
  }

  /** Returns a row whose settings may be of a later version, since they are kept as they are. */
  private ProviderRow kept(ProviderId id) {
    ProviderRow row = lists.row(id);
    return row.content().isBroken() ? editable(id) : row;
  }

  private ProviderKey key(ProviderId id) {
    return new ProviderKey(limit.tenant(), id.key());
  }
}
