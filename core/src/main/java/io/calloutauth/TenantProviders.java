package io.calloutauth;

import io.calloutauth.CalloutAuthEvent.Subject;
import io.calloutauth.CalloutAuthException.NamedProvider;
import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderEdit;
import io.calloutauth.provider.ProviderEditor;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.Page;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.ProviderStore;
import java.time.DateTimeException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The providers of one tenant, as one actor handles them. */
final class TenantProviders implements Providers {

  private static final int SAMPLE = 20;
  private static final int MOST_TRIES = 10;

  /** Of a next client secret that no server was seen to take: once it is promoted, no other is. */
  private static final String UNTRIED = "untried";

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
    ProviderEdit edit = judge(settings, before);
    limit.takeCheck(editOf, edit.registration());
    long start = actor.start();
    TestReport report = dryRun.of(edit);
    actor.token(EventType.TOKEN_TESTED, editOf, Events.Detail.of(report), start);
    return report;
  }

  /** Judges settings of a new provider, or over a row that this version may edit. */
  ProviderEdit judge(ProviderSettings settings, @Nullable ProviderRow before) {
    try {
      return editor.judge(settings, before, InvalidSettingsException::new);
    } catch (IllegalArgumentException | IllegalStateException | DateTimeException unreadable) {
      if (before == null) {
        throw unreadable;
      }
      throw new ProviderFormatException(
          NamedProvider.of(before), "this version cannot read what is stored of its settings");
    }
  }

  String tenant() {
    return limit.tenant();
  }

  @Override
  public Provider create(ProviderSettings settings) {
    return create(settings, false);
  }

  /** Creates a provider that may be disabled from the start: callouts never meet it enabled. */
  Provider create(ProviderSettings settings, boolean disabled) {
    ProviderEdit edit = judge(settings, null).withKeys();
    ProviderKey key = new ProviderKey(limit.tenant(), UUID.randomUUID().toString());
    ProviderRow made = writer.made(key, edit, disabled);
    Events.Detail detail = Events.Detail.of(true, disabled ? "disabled" : "");
    actor.propose(EventType.PROVIDER_CREATED, Subject.NONE, detail);
    noting(EventType.PROVIDER_CREATED, Subject.of(made), detail).create(made);
    actor.changed(EventType.PROVIDER_CREATED, Subject.of(made), detail);
    if (edit.setsClientSecret()) {
      tell(EventType.SECRET_SET, Subject.of(made));
    }
    return writer.written(made);
  }

  @Override
  public Provider update(ProviderId id, long readVersion, ProviderSettings settings) {
    ProviderEdit edit = judge(settings, read(id, readVersion)).withKeys();
    Events.Detail detail = Events.Detail.update(edit.fields(), edit.widened());
    ProviderRow made = write(EventType.PROVIDER_UPDATED, edit, detail);
    if (edit.setsClientSecret()) {
      tell(EventType.SECRET_SET, Subject.of(made));
    }
    return writer.written(made);
  }

  @Override
  public Provider createOrUpdate(ProviderSettings typed) {
    ProviderSettings settings = ProviderEditor.keepSecrets(typed);
    try {
      return findRow(settings.name())
          .map(row -> updateFrom(row, settings))
          .orElseGet(() -> create(settings));
    } catch (ProviderNameTakenException madeMeanwhile) {
      return findRow(settings.name())
          .map(row -> updateFrom(row, settings))
          .orElseThrow(() -> madeMeanwhile);
    }
  }

  private Provider updateFrom(ProviderRow row, ProviderSettings settings) {
    return judge(settings, row).changesNothing()
        ? ProviderEditor.view(row)
        : update(new ProviderId(row.key().id()), row.version(), settings);
  }

  /**
   * Returns the row of a provider that has a name, in whatever case; empty when there is none.
   *
   * @throws ProviderFormatException when this version must not edit it
   */
  Optional<ProviderRow> findRow(String name) {
    return lists.findRow(name).map(TenantProviders::editable);
  }

  private ProviderRow read(ProviderId id, long version) {
    ProviderRow row = editable(id);
    if (row.version() != version) {
      throw new StaleProviderException(NamedProvider.of(row), version);
    }
    return row;
  }

  private ProviderRow write(EventType type, ProviderEdit edit, Events.Detail detail) {
    ProviderRow before = Objects.requireNonNull(edit.before(), "nothing is edited");
    actor.propose(type, Subject.of(before), detail);
    ProviderRow made = noting(type, Subject.of(before), detail).update(before, edit);
    actor.changed(type, Subject.of(made), detail);
    return made;
  }

  @Override
  public Provider addKey(ProviderId id, long readVersion, @Nullable String privateKey) {
    ProviderEdit edit =
        editor.addKey(read(id, readVersion), privateKey, InvalidSettingsException::new);
    return roll(EventType.KEY_ADDED, edit, edit.nextKey().orElse(""));
  }

  @Override
  public Provider promoteKey(ProviderId id, long readVersion, String kid) {
    ProviderEdit edit =
        editor.promoteKey(read(id, readVersion), kid, InvalidSettingsException::new);
    return roll(EventType.KEY_PROMOTED, edit, kid);
  }

  @Override
  public Provider dropKey(ProviderId id, long readVersion, String kid) {
    ProviderEdit edit = editor.dropKey(read(id, readVersion), kid, InvalidSettingsException::new);
    return roll(EventType.KEY_DROPPED, edit, kid);
  }

  @Override
  public Provider addSecret(ProviderId id, long readVersion, String secret) {
    ProviderEdit edit =
        editor.addSecret(read(id, readVersion), secret, InvalidSettingsException::new);
    return roll(EventType.SECRET_ADDED, edit, "");
  }

  @Override
  public Provider promoteSecret(ProviderId id, long readVersion) {
    ProviderEdit edit =
        editor.promoteSecret(
            read(id, readVersion), InvalidSettingsException::new, SealedValueException::of);
    return roll(EventType.SECRET_PROMOTED, edit, isNextSecretKnownToWork(id) ? "" : UNTRIED);
  }

  private boolean isNextSecretKnownToWork(ProviderId id) {
    return lists
        .findSummary(id)
        .flatMap(found -> found.token().credential())
        .filter(SecretName.NEXT_CLIENT_SECRET::equals)
        .isPresent();
  }

  @Override
  public Provider dropSecret(ProviderId id, long readVersion) {
    ProviderEdit edit = editor.dropSecret(read(id, readVersion), InvalidSettingsException::new);
    return roll(EventType.SECRET_DROPPED, edit, "");
  }

  private Provider roll(EventType type, ProviderEdit edit, String kid) {
    return writer.written(write(type, edit, Events.Detail.of(true, kid)));
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
  Provider turn(ProviderId id, boolean disabled) {
    EventType type = disabled ? EventType.PROVIDER_DISABLED : EventType.PROVIDER_ENABLED;
    for (int tries = 0; tries < MOST_TRIES; tries++) {
      ProviderRow row = kept(id);
      if (row.content().disabled() == disabled) {
        return ProviderEditor.view(row);
      }
      actor.propose(type, Subject.of(row), Events.Detail.NONE);
      Optional<ProviderRow> turned =
          noting(type, Subject.of(row), Events.Detail.NONE).turn(row, disabled);
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
    actor.propose(EventType.PROVIDER_DELETED, new Subject(provider, null), Events.Detail.NONE);
    ProviderStore.Deletion deletion = deleting(provider).delete(key(id), SAMPLE);
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
    actor.propose(EventType.PROVIDER_DELETED, new Subject(provider, null), Events.Detail.NONE);
    List<String> detached =
        deleting(provider)
            .deleteAndDetach(key(id))
            .orElseThrow(() -> new ProviderNotFoundException(id));
    tell(EventType.PROVIDER_DELETED, new Subject(provider, null));
    for (String notificationId : detached) {
      tell(EventType.BINDING_DETACHED, new Subject(provider, notificationId));
    }
    return detached;
  }

  /** Returns what writes a change with its row of history. */
  private ProviderWriter noting(EventType type, Subject subject, Events.Detail detail) {
    return writer.to(actor.recording(writer.store(), type, subject, detail));
  }

  private ProviderWriter deleting(NamedProvider provider) {
    Subject subject = new Subject(provider, null);
    return noting(EventType.PROVIDER_DELETED, subject, Events.Detail.NONE);
  }

  private void tell(EventType type, Subject subject) {
    actor.changed(type, subject, Events.Detail.NONE);
  }

  private ProviderRow editable(ProviderId id) {
    return editable(lists.row(id));
  }

  private static ProviderRow editable(ProviderRow row) {
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
