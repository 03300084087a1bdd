package io.calloutauth.provider;

import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.FieldProblem.Reason;
import io.calloutauth.provider.Setting.Presence;
import io.calloutauth.provider.Setting.Reading;
import io.calloutauth.provider.ValidSettings.ValidationResult;
import io.calloutauth.store.ProviderRow;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The validator of one draft: reads each setting of the table, applies the rules over several, and
 * gives the settings when nothing is wrong, else all that is. Not thread-safe.
 */
final class SettingsValidator {

  private final EndpointPolicy policy;
  private final String tenant;
  private final ProviderDraft typed;
  private final ProviderDraft read = new ProviderDraft();
  private final FieldProblems problems = new FieldProblems();

  private SettingsValidator(EndpointPolicy policy, String tenant, ProviderDraft typed) {
    this.policy = policy;
    this.tenant = tenant;
    this.typed = typed;
  }

  /**
   * Judges a draft.
   *
   * @param before the provider whose secrets are kept where the draft keeps them, or null for a new
   *     one
   * @param now when it is judged
   * @return the settings, or all that is wrong with the draft
   */
  static ValidationResult judge(
      EndpointPolicy policy,
      String tenant,
      ProviderDraft draft,
      @Nullable ProviderRow before,
      Instant now) {
    return new SettingsValidator(policy, tenant, KeptSecrets.adopt(draft, before))
        .judge(before, now);
  }

  private ValidationResult judge(@Nullable ProviderRow before, Instant now) {
    problems.addAll(typed.problems());
    if (typed.isUnreadable()) {
      return new ValidationResult(null, problems.list());
    }
    SettingTable.TYPED.forEach(this::read);
    new SettingRules(read, before, now, problems).apply(policy, tenant);
    new CertificateRules(read, now, problems).apply();
    if (!problems.isEmpty()) {
      return new ValidationResult(null, problems.list());
    }
    StoredSettings stored = StoredSettings.of(read);
    ClientRegistration registration = stored.registration(policy, tenant);
    if (registration == null) {
      throw new IllegalStateException("the policy changed its mind");
    }
    ValidSettings settings =
        new ValidSettings(
            ProviderNames.of(read.get(SettingTable.NAME)), stored, registration, secrets());
    return new ValidationResult(settings, List.of());
  }

  private <T> void read(Setting<T> setting) {
    Reading<T> reading = setting.read(typed.get(setting), policy, tenant);
    Presence need =
        setting.need(
            typed.get(SettingTable.GRANT_TYPE), typed.get(SettingTable.CLIENT_AUTHENTICATION));
    boolean none = setting.form().isNone(reading.value());
    if (need == Presence.NONE) {
      if (!none && !isKept(setting)) {
        problems.add(
            setting.field(),
            Reason.of(
                    "useless",
                    "must not be set: the " + useless(setting).label() + " has no use for it")
                .with("because_of", useless(setting).key()));
      }
      return;
    }
    read.put(setting, reading.value());
    if (reading.problem() != null) {
      problems.add(setting.field(), reading.problem());
    } else if (need == Presence.REQUIRED && none) {
      problems.add(setting.field(), Reason.of("missing", "is missing"));
    }
  }

  private ProviderField useless(Setting<?> setting) {
    GrantType grant = typed.get(SettingTable.GRANT_TYPE);
    boolean byGrant =
        Arrays.stream(ClientAuthentication.values())
            .allMatch(method -> setting.need(grant, method) == Presence.NONE);
    return byGrant ? ProviderField.GRANT_TYPE : ProviderField.CLIENT_AUTHENTICATION;
  }

  /** An edit that does without a secret says so by the client authentication alone. */
  private boolean isKept(Setting<?> setting) {
    return setting.isSealed()
        && SettingTable.SEALED.stream()
            .filter(each -> each.equals(setting))
            .flatMap(each -> typed.get(each).values().stream())
            .allMatch(ProviderDraft.KEPT::equals);
  }

  private ValidSecrets secrets() {
    Map<String, Secret> secrets = new TreeMap<>();
    for (Setting<Map<String, Secret>> setting : SettingTable.SEALED) {
      read.get(setting).forEach((name, secret) -> secrets.put(setting.secretName(name), secret));
    }
    return new ValidSecrets(secrets);
  }
}
