package io.calloutauth.provider;

import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.provider.FieldProblem.Reason;
import io.calloutauth.store.ProviderRow;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rollover of a client secret, one step at a time: a next one is added beside it, and takes its
 * place or is dropped. Meanwhile a server that refuses one is shown the other.
 *
 * @param before the provider whose secret is rolled
 */
record SecretRolling(ProviderRow before) {

  /** What the name of the next secret has beyond that of the client secret. */
  static final String NEXT =
      SecretName.NEXT_CLIENT_SECRET.substring(SecretName.CLIENT_SECRET.length());

  /** Returns settings with since when there is a next secret, where they keep or set one. */
  static ValidSettings settle(ValidSettings settings, @Nullable ProviderRow before, Instant now) {
    if (!settings.secrets().names().contains(SecretName.NEXT_CLIENT_SECRET)) {
      return settings;
    }
    Optional<Instant> since =
        before == null ? Optional.empty() : StoredSettings.read(before.content()).nextSecretSetAt();
    return settings.nextSecretSetAt(since.orElse(now));
  }

  /** Returns why a next secret cannot be added; null when it can. */
  @Nullable FieldProblem findObjectionToAdd(String typed) {
    if (!ProviderEditor.view(before).clientAuthentication().needsSecret()) {
      return problem(Reason.of("unused", "is not used by this client: there is none to roll"));
    }
    if (hasNext()) {
      return problem(
          Reason.of("has_next", "has a next one already: promote or drop that one first"));
    }
    return typed.isEmpty() ? problem(Reason.of("missing", "is missing")) : null;
  }

  /** Returns why no next secret can be promoted or dropped; null when one can. */
  @Nullable FieldProblem findObjectionToEnd() {
    return hasNext()
        ? null
        : problem(Reason.of("no_next", "has no next one: there is nothing to promote or to drop"));
  }

  private boolean hasNext() {
    return StoredSettings.read(before.content()).nextSecretSetAt().isPresent();
  }

  private static FieldProblem problem(Reason reason) {
    return new FieldProblem(ProviderField.CLIENT_SECRET, reason);
  }

  /** Returns the draft of an edit that adds a next secret. */
  ProviderSettings add(String typed) {
    ProviderDraft draft = kept();
    draft.secret(SettingTable.CLIENT_SECRET, NEXT, typed);
    return new ProviderSettings(draft);
  }

  /** Returns the draft of an edit that lets the next secret take the place of the client secret. */
  ProviderSettings promote(Secret next) {
    ProviderDraft draft = kept();
    draft.put(SettingTable.CLIENT_SECRET_EXPIRES_AT, null); // the end of the one before
    draft.onlySecret(SettingTable.CLIENT_SECRET, next.reveal());
    return new ProviderSettings(draft);
  }

  /** Returns the draft of an edit that drops the next secret. */
  ProviderSettings drop() {
    ProviderDraft draft = kept();
    draft.secret(SettingTable.CLIENT_SECRET, NEXT, null);
    return new ProviderSettings(draft);
  }

  private ProviderDraft kept() {
    return ProviderEditor.view(before).toSettings().draft().copy();
  }
}
