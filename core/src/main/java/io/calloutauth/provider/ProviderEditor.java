package io.calloutauth.provider;

import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The facade of this package for those who show, check, create and update providers: it judges
 * drafts, tells what an edit changes, and makes what a store is to keep. It neither reads nor
 * writes a store. Thread-safe; blocks as the cipher does.
 */
public final class ProviderEditor {

  private final ProviderSecrets secrets;
  private final EndpointPolicy policy;
  private final InstantSource time;
  private final String tenant;

  /** Makes an editor of a tenant's providers. */
  public ProviderEditor(Vault vault, EndpointPolicy policy, InstantSource time, String tenant) {
    this.secrets = new ProviderSecrets(vault);
    this.policy = policy;
    this.time = time;
    this.tenant = tenant;
  }

  /** Returns the view of a row. */
  public static Provider view(ProviderRow row) {
    return new ProviderView(row);
  }

  /** Returns the key under which a name is unique; empty when no provider can have the name. */
  public static Optional<String> nameKey(String name) {
    return ProviderNames.problem(name).isPresent()
        ? Optional.empty()
        : Optional.of(ProviderNames.key(name));
  }

  /** Returns why this version must not edit a row, and what to do; null when it may. */
  public static @Nullable String objection(ProviderRow row) {
    return StoredSettings.read(row.content()).objection();
  }

  /**
   * Judges a draft.
   *
   * @param before the provider that is edited, or null for a new one
   * @param refusal makes what is thrown when anything is wrong of all that is
   */
  public Edit judge(
      ProviderSettings settings,
      @Nullable ProviderRow before,
      Function<List<FieldProblem>, ? extends RuntimeException> refusal) {
    ValidationResult judged = SettingsValidator.judge(policy, tenant, settings.draft(), before);
    if (judged.settings() == null) {
      throw refusal.apply(judged.problems());
    }
    Instant now = time.instant();
    return new Edit(readable(new KeyPairs(before, now).settle(judged.settings())), before, now);
  }

  /** What was settled about keys is for nodes to read too. */
  private ValidSettings readable(ValidSettings settled) {
    ClientRegistration registration = settled.stored().registration(policy, tenant);
    return registration == null ? settled : settled.with(registration);
  }

  /**
   * Returns the public keys of a row; empty where its client signs with no key of its own. What
   * does not open is not among them: somebody else may have put it there.
   */
  public Optional<PublicKeySet> publicKeys(ProviderRow row) {
    return secrets.publicKeys(row);
  }

  /**
   * A secret that is kept and does not open.
   *
   * @param providerId the provider that keeps it
   * @param keyId the id of the key that it names; empty when none could be read
   * @param keyMissing whether that key is not among the host's keys
   */
  public record UnopenedSecret(ProviderId providerId, String keyId, boolean keyMissing) {}

  /** A draft that was found good, of a new provider or over what is stored. Immutable. */
  public final class Edit {

    private final ValidSettings settings;
    private final @Nullable ProviderChange change;
    private final Instant now;

    private Edit(ValidSettings settings, @Nullable ProviderRow before, Instant now) {
      this.settings = settings;
      this.change = before == null ? null : new ProviderChange(before, settings, now);
      this.now = now;
    }

    /**
     * Returns this edit with a key pair where the client needs one and has none: it is made now,
     * which may take half a second.
     */
    public Edit withKeys() {
      return lacksKey()
          ? new Edit(new KeyPairs(before(), now).complete(settings), before(), now)
          : this;
    }

    /** Tells whether a key pair is yet to be made, which no server knows. */
    public boolean lacksKey() {
      return KeyPairs.isLacking(settings);
    }

    private ProviderChange change() {
      return Objects.requireNonNull(change, "nothing is edited");
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

    /** Returns whether no token from before an edit may be used any more. */
    public boolean startsEpoch() {
      return change().startsEpoch();
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
          tenant, registration(), secrets.open(settings.secrets(), before()).orThrow(unopened));
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
      return "Edit[" + change + "]";
    }
  }
}
