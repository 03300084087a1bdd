package io.calloutauth.provider;

import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.Origins;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.Secret;
import io.calloutauth.store.ProviderRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules over several settings of a draft: each says what is wrong with one of them because of
 * another, or because of what is stored. Who cannot read a secret must not be able to send it
 * elsewhere. Not thread-safe.
 */
final class SettingRules {

  private final ProviderDraft draft;
  private final @Nullable ProviderRow before;
  private final FieldProblems problems;

  /**
   * Takes a draft over.
   *
   * @param draft what was read of it, as far as it could be
   * @param before the provider that is edited, or null for a new one
   */
  SettingRules(ProviderDraft draft, @Nullable ProviderRow before, FieldProblems problems) {
    this.draft = draft;
    this.before = before;
    this.problems = problems;
  }

  void apply(EndpointPolicy policy, String tenant) {
    rawBasicSplitsAtTheFirstColon();
    revocationNeedsTheSecretThatThereIs();
    bodyRuleHasPointerAndValues();
    testEndpointIsAmongTheOrigins(policy, tenant);
    for (Setting<Map<String, Secret>> setting : SettingTable.SEALED) {
      keptSecretsAreThereAndStayWhereTheyWere(setting);
    }
    new AssertionRules(draft, keys(), problems).apply();
  }

  private void rawBasicSplitsAtTheFirstColon() {
    boolean raw =
        draft.get(SettingTable.CLIENT_AUTHENTICATION)
            == ClientAuthentication.CLIENT_SECRET_BASIC_RAW;
    if (raw && draft.get(SettingTable.CLIENT_ID).indexOf(':') >= 0) {
      problems.add(
          ProviderField.CLIENT_ID,
          "must not contain a colon when the client authentication does not encode it");
    }
  }

  private void revocationNeedsTheSecretThatThereIs() {
    if (draft.get(SettingTable.REVOCATION_AUTHENTICATION).needsSecret()
        && !draft.get(SettingTable.CLIENT_AUTHENTICATION).needsSecret()) {
      problems.add(
          ProviderField.REVOCATION_AUTHENTICATION,
          "must not need a client secret: the client authentication has none");
    }
  }

  private void bodyRuleHasPointerAndValues() {
    boolean pointer = !draft.get(SettingTable.RENEWAL_POINTER).isEmpty();
    boolean values = !draft.get(SettingTable.RENEWAL_VALUES).isEmpty();
    if (pointer && !values) {
      problems.add(ProviderField.RENEWAL_VALUES, "are missing: there is a renewal pointer");
    } else if (values && !pointer) {
      problems.add(ProviderField.RENEWAL_POINTER, "is missing: there are renewal values");
    }
  }

  private void testEndpointIsAmongTheOrigins(EndpointPolicy policy, String tenant) {
    String url = draft.get(SettingTable.TEST_ENDPOINT);
    if (url.isEmpty() || problems.has(ProviderField.ORIGINS)) {
      return;
    }
    Origins origins = Origins.parse(draft.text(SettingTable.ORIGINS));
    Optional.ofNullable(policy.check(tenant, url).endpoint())
        .filter(test -> !origins.contains(test.origin()))
        .ifPresent(
            test ->
                problems.add(
                    ProviderField.TEST_ENDPOINT,
                    "must be of one of the origins that the token may go to"));
  }

  private void keptSecretsAreThereAndStayWhereTheyWere(Setting<Map<String, Secret>> setting) {
    Set<String> kept =
        draft.get(setting).entrySet().stream()
            .filter(entry -> entry.getValue().equals(ProviderDraft.KEPT))
            .map(entry -> setting.secretName(entry.getKey()))
            .collect(Collectors.toCollection(TreeSet::new));
    List<ProviderField> widened = widened();
    if (!sealed().containsAll(kept)) {
      problems.add(setting.field(), "must be typed: there is none to keep");
    } else if (!kept.isEmpty() && !widened.isEmpty() && setting != AssertionTable.PRIVATE_KEY) {
      // A key cannot be asked for again: another is made then.
      String moved = widened.stream().map(ProviderField::label).collect(Collectors.joining(", "));
      problems.add(
          setting.field(),
          "must be entered again because it could be used elsewhere now: new " + moved);
    }
  }

  private KeySet keys() {
    return before == null
        ? KeySet.NONE
        : StoredSettings.read(before.content()).get(AssertionTable.KEYS);
  }

  private Set<String> sealed() {
    return before == null ? Set.of() : before.content().secrets().keySet();
  }

  private List<ProviderField> widened() {
    return before == null
        ? List.of()
        : StoredSettings.of(draft).widened(StoredSettings.read(before.content()));
  }
}
