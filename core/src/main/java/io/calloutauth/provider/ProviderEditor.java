package io.calloutauth.provider;

import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.keys.PublicKeySet;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import io.calloutauth.provider.KeyPairs.CertificateChoice;
import io.calloutauth.provider.ProviderEdit.Kind;
import io.calloutauth.provider.ValidSettings.ValidationResult;
import io.calloutauth.store.ProviderRow;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
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
    this.secrets = new ProviderSecrets(vault, tenant);
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

  /** Returns settings that keep the client's secrets that they do not set, where there are any. */
  public static ProviderSettings keepSecrets(ProviderSettings settings) {
    ProviderDraft draft = settings.draft().copy();
    draft.ofDocument();
    return new ProviderSettings(draft);
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
  public ProviderEdit judge(
      ProviderSettings settings,
      @Nullable ProviderRow before,
      Function<List<FieldProblem>, ? extends RuntimeException> refusal) {
    Instant now = time.instant();
    Kind kind = settings.draft().isTyped() ? Kind.WITH_SECRET_TEXT : Kind.ORDINARY;
    return new ProviderEdit(secrets, settle(settings, before, now, refusal), before, now, kind);
  }

  private ValidSettings settle(
      ProviderSettings settings,
      @Nullable ProviderRow before,
      Instant now,
      Function<List<FieldProblem>, ? extends RuntimeException> refusal) {
    ValidationResult judged =
        SettingsValidator.judge(policy, tenant, settings.draft(), before, now);
    if (judged.settings() == null) {
      throw refusal.apply(judged.problems());
    }
    ValidSettings keyed = new KeyPairs(before, now).settle(judged.settings());
    ValidSettings settled = new CertificateChoice(before).settle(keyed);
    return readable(SecretRolling.settle(settled, before, now));
  }

  /**
   * Adds a key beside the one that signs: published from now on, and yet to sign.
   *
   * @param typed the private key as it was typed, or null to have one made
   * @param refusal makes what is thrown when that cannot be
   */
  public ProviderEdit addKey(
      ProviderRow before,
      @Nullable String typed,
      Function<List<FieldProblem>, ? extends RuntimeException> refusal) {
    return roll(before, rolling -> rolling.addNext(typed), refusal);
  }

  /**
   * Lets the key beside the one that signs sign in its place.
   *
   * @param refusal makes what is thrown when that cannot be
   */
  public ProviderEdit promoteKey(
      ProviderRow before,
      String kid,
      Function<List<FieldProblem>, ? extends RuntimeException> refusal) {
    return roll(before, rolling -> rolling.promote(kid), refusal);
  }

  /**
   * Drops the key beside the one that signs.
   *
   * @param refusal makes what is thrown when that cannot be
   */
  public ProviderEdit dropKey(
      ProviderRow before,
      String kid,
      Function<List<FieldProblem>, ? extends RuntimeException> refusal) {
    return roll(before, rolling -> rolling.drop(kid), refusal);
  }

  private ProviderEdit roll(
      ProviderRow before,
      Function<KeyRolling, ValidationResult> step,
      Function<List<FieldProblem>, ? extends RuntimeException> refusal) {
    Instant now = time.instant();
    ValidSettings kept = settle(view(before).toSettings(), before, now, refusal);
    ValidationResult rolled = step.apply(new KeyRolling(kept, now));
    if (rolled.settings() == null) {
      throw refusal.apply(rolled.problems());
    }
    return new ProviderEdit(secrets, readable(rolled.settings()), before, now, Kind.ROLLOVER);
  }

  /**
   * Adds a next client secret beside the client secret.
   *
   * @param refusal makes what is thrown when that cannot be
   */
  public ProviderEdit addSecret(
      ProviderRow before,
      String typed,
      Function<List<FieldProblem>, ? extends RuntimeException> refusal) {
    SecretRolling secret = new SecretRolling(before);
    refuse(secret.findObjectionToAdd(typed), refusal);
    return judge(secret.add(typed), before, refusal).asRollover();
  }

  /**
   * Lets the next client secret take the place of the client secret. It is opened, to be sealed
   * under its new name.
   *
   * @param refusal makes what is thrown when that cannot be
   * @param unopened makes what is thrown when it does not open
   */
  public ProviderEdit promoteSecret(
      ProviderRow before,
      Function<List<FieldProblem>, ? extends RuntimeException> refusal,
      Function<UnopenedSecret, ? extends RuntimeException> unopened) {
    SecretRolling secret = new SecretRolling(before);
    refuse(secret.findObjectionToEnd(), refusal);
    Secret next = secrets.open(before, SecretName.NEXT_CLIENT_SECRET).orThrow(unopened);
    return judge(secret.promote(next), before, refusal).asRollover();
  }

  /**
   * Drops the next client secret.
   *
   * @param refusal makes what is thrown when that cannot be
   */
  public ProviderEdit dropSecret(
      ProviderRow before, Function<List<FieldProblem>, ? extends RuntimeException> refusal) {
    SecretRolling secret = new SecretRolling(before);
    refuse(secret.findObjectionToEnd(), refusal);
    return judge(secret.drop(), before, refusal).asRollover();
  }

  private static void refuse(
      @Nullable FieldProblem problem,
      Function<List<FieldProblem>, ? extends RuntimeException> refusal) {
    if (problem != null) {
      throw refusal.apply(List.of(problem));
    }
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
}
