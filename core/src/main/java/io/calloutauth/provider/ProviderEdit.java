package io.calloutauth.provider;

import io.calloutauth.keys.KeyState;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.provider.ProviderEditor.UnopenedSecret;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A draft that was found good, of a new provider or over what is stored. Immutable. */
public final class ProviderEdit {

  /** What is to be known of an edit beside its settings. */
  enum Kind {
    /** Nothing more. */
    ORDINARY,
    /**
     * A document holds a secret as text. It is not compared with the stored one, and counts as
     * another: whoever wrote it must not find out by guessing.
     */
    WITH_SECRET_TEXT,
    /**
     * One credential follows another. What was issued to a client stays its own when it
     * authenticates with another credential.
     */
    ROLLOVER
  }

  private final ProviderSecrets secrets;
  private final ValidSettings settings;
  private final @Nullable ProviderChange change;
  private final Instant now;
  private final Kind kind;

  /**
   * Makes an edit.
   *
   * @param before the provider that is edited, or null for a new one
   */
  ProviderEdit(
      ProviderSecrets secrets,
      ValidSettings settings,
      @Nullable ProviderRow before,
      Instant now,
      Kind kind) {
    this.secrets = secrets;
    this.settings = settings;
    this.change = before == null ? null : new ProviderChange(before, settings, now);
    this.now = now;
    this.kind = kind;
  }

  /** Returns the same edit, as a step of a rollover. */
  ProviderEdit asRollover() {
    return new ProviderEdit(secrets, settings, before(), now, Kind.ROLLOVER);
  }

  /**
   * Returns this edit with a key pair where the client needs one and has none: it is made now,
   * which may take half a second.
   */
  public ProviderEdit withKeys() {
    return lacksKey()
        ? new ProviderEdit(
            secrets, new KeyPairs(before(), now).complete(settings), before(), now, kind)
        : this;
  }

  /** Tells whether a key pair is yet to be made, which no server knows. */
  public boolean lacksKey() {
    return KeyPairs.isLacking(settings);
  }

  private ProviderChange change() {
    return Objects.requireNonNull(change, "nothing is edited");
  }

  /** Returns the id of the key that is yet to sign; empty when there is none. */
  public Optional<String> nextKey() {
    return settings
        .stored()
        .get(AssertionTable.KEYS)
        .other()
        .filter(key -> key.state() == KeyState.NEXT)
        .map(KeySet.Entry::kid);
  }

  /** Returns what requests are made from. */
  public ClientRegistration registration() {
    return settings.registration();
  }

  /** Returns whether a client secret was typed. */
  public boolean setsClientSecret() {
    return settings.secrets().setsAny(SettingTable.CLIENT_SECRET);
  }

  /** Returns the fields that an edit changes; a secret that is set counts as changed. */
  public List<ProviderField> fields() {
    return change().fields();
  }

  /** Returns the fields by which a secret or a token may go where it could not go before. */
  public List<ProviderField> widened() {
    return change().widened();
  }

  /**
   * Tells whether an edit changes nothing: the settings are those that are stored, and each secret
   * is kept, or is the stored one. What a document holds as text is not compared, and counts as
   * another: whoever wrote it must not find out by guessing.
   */
  public boolean changesNothing() {
    return change != null && kind != Kind.WITH_SECRET_TEXT && change.isNone(secrets);
  }

  /** Returns whether no token from before an edit may be used any more. */
  public boolean startsEpoch() {
    return kind == Kind.ROLLOVER ? change().movesTokens() : change().startsEpoch();
  }

  /** Returns whether the authorization is over by an edit, with its refresh token. */
  public boolean endsAuthorization() {
    return change().endsAuthorization();
  }

  /** Returns the provider that is edited; null for a new one. */
  public @Nullable ProviderRow before() {
    return change == null ? null : change.before();
  }

  /** Tells whether a token request would end the token that callouts use. */
  public boolean endsTokenInUse() {
    if (change == null) {
      return false;
    }
    StoredSettings kept = StoredSettings.read(change.before().content());
    return (kept.singleToken() || settings.stored().singleToken())
        && kept.sameClient(settings.stored());
  }

  /**
   * Returns the client with its secrets, those that are kept included.
   *
   * @param unopened makes what is thrown when one does not open
   */
  public RegisteredClient client(Function<UnopenedSecret, ? extends RuntimeException> unopened) {
    return new RegisteredClient(
        secrets.tenant(),
        registration(),
        secrets.open(settings.secrets(), before()).orThrow(unopened));
  }

  /**
   * Returns what a store is to keep.
   *
   * @param unopened makes what is thrown when a secret that is kept does not open
   */
  public ProviderContent content(
      ProviderKey key, Function<UnopenedSecret, ? extends RuntimeException> unopened) {
    return change == null
        ? created(key)
        : content(change.settingsNow())
            .disabled(change.before().content().disabled())
            .secrets(secrets.reseal(change).orThrow(unopened))
            .build();
  }

  private ProviderContent created(ProviderKey key) {
    boolean hasSecrets = !settings.secrets().names().isEmpty();
    StoredSettings stored = settings.stored().secretSetAt(hasSecrets ? now : null);
    return content(stored).secrets(secrets.seal(key, settings.secrets(), stored)).build();
  }

  private ProviderContent.Builder content(StoredSettings stored) {
    return ProviderContent.builder(settings.name())
        .client(stored.client())
        .settings(stored.toMap());
  }

  /** Returns the key and the changed fields. */
  @Override
  public String toString() {
    return "ProviderEdit[" + change + "]";
  }
}
