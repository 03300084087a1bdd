package io.calloutauth.provider;

import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.Origins;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.Secret;
import io.calloutauth.provider.FieldProblem.Reason;
import io.calloutauth.store.ProviderRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rules over several settings of a draft: each says what is wrong with one of them because of
 * another, or because of what is stored. Who cannot read a secret must not be able to send it
 * elsewhere. Not thread-safe.
 */
final class SettingRules {

  private final ProviderDraft draft;
  private final @Nullable ProviderRow before;
  private final Instant now;
  private final FieldProblems problems;

  /**
   * Takes a draft over.
   *
   * @param draft what was read of it, as far as it could be
   * @param before the provider that is edited, or null for a new one
   * @param now when it is judged
   */
  SettingRules(
      ProviderDraft draft, @Nullable ProviderRow before, Instant now, FieldProblems problems) {
    this.draft = draft;
    this.before = before;
    this.now = now;
    this.problems = problems;
  }

  void apply(EndpointPolicy policy, String tenant) {
    rawBasicSplitsAtTheFirstColon();
    revocationNeedsTheSecretThatThereIs();
    bodyRuleHasPointerAndValues();
    aSecretThatIsSetHasItsEndBeforeIt();
    testEndpointIsAmongTheOrigins(policy, tenant);
    whatResponsesNameIsKnown();
    for (Setting<Map<String, Secret>> setting : SettingTable.SEALED) {
      keptSecretsAreThereAndStayWhereTheyWere(setting);
    }
    new AssertionRules(draft, keys(), losesKeys(), problems).apply();
  }

  private void rawBasicSplitsAtTheFirstColon() {
    boolean raw =
        draft.get(SettingTable.CLIENT_AUTHENTICATION)
            == ClientAuthentication.CLIENT_SECRET_BASIC_RAW;
    if (raw && draft.get(SettingTable.CLIENT_ID).indexOf(':') >= 0) {
      problems.add(
          ProviderField.CLIENT_ID,
          Reason.of(
              "has_colon",
              "must not contain a colon when the client authentication does not encode it"));
    }
  }

  private void revocationNeedsTheSecretThatThereIs() {
    if (draft.get(RequestTable.REVOCATION_AUTHENTICATION).needsSecret()
        && !draft.get(SettingTable.CLIENT_AUTHENTICATION).needsSecret()) {
      problems.add(
          ProviderField.REVOCATION_AUTHENTICATION,
          Reason.of(
              "no_client_secret",
              "must not need a client secret: the client authentication has none"));
    }
  }

  private void bodyRuleHasPointerAndValues() {
    boolean pointer = !draft.get(ResponseTable.RENEWAL_POINTER).isEmpty();
    boolean values = !draft.get(ResponseTable.RENEWAL_VALUES).isEmpty();
    if (pointer && !values) {
      problems.add(
          ProviderField.RENEWAL_VALUES,
          Reason.of("missing", "are missing: there is a renewal pointer"));
    } else if (values && !pointer) {
      problems.add(
          ProviderField.RENEWAL_POINTER,
          Reason.of("missing", "is missing: there are renewal values"));
    }
  }

  /** One that ended stays as it is: an edit of the name must not ask for another. */
  private void aSecretThatIsSetHasItsEndBeforeIt() {
    String end = draft.text(SettingTable.CLIENT_SECRET_EXPIRES_AT);
    boolean isKept =
        before != null
            && end.equals(
                StoredSettings.read(before.content()).text(SettingTable.CLIENT_SECRET_EXPIRES_AT))
            && draft.get(SettingTable.CLIENT_SECRET).containsValue(ProviderDraft.KEPT);
    if (!end.isEmpty() && !isKept && !Instant.parse(end).isAfter(now)) {
      problems.add(
          ProviderField.CLIENT_SECRET_EXPIRES_AT,
          Reason.of(
              "over",
              "is over: type when the client secret ends that is set now, or leave it empty"));
    }
  }

  private void whatResponsesNameIsKnown() {
    if (draft.get(AuthorizationRequestTable.ISSUER_IN_RESPONSES)
        && draft.get(SettingTable.ISSUER).isEmpty()) {
      problems.add(
          ProviderField.ISSUER,
          Reason.of("missing", "is missing: authorization responses must name it (RFC 9207)"));
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
                    Reason.of(
                        "not_among_origins",
                        "must be of one of the origins that the token may go to")));
  }

  private void keptSecretsAreThereAndStayWhereTheyWere(Setting<Map<String, Secret>> setting) {
    Set<String> kept =
        draft.get(setting).entrySet().stream()
            .filter(entry -> entry.getValue().equals(ProviderDraft.KEPT))
            .map(entry -> setting.secretName(entry.getKey()))
            .collect(Collectors.toCollection(TreeSet::new));
    List<ProviderField> widened = widened();
    if (!sealed().containsAll(kept)) {
      problems.add(
          setting.field(), Reason.of("nothing_to_keep", "must be typed: there is none to keep"));
    } else if (setting == AuthorizationTable.REFRESH_TOKEN) {
      refreshTokenIsOfTheClientAndEndpoints(kept);
    } else if (!kept.isEmpty() && !widened.isEmpty() && setting != AssertionTable.PRIVATE_KEY) {
      // A key cannot be asked for again: another is made then.
      String moved = widened.stream().map(ProviderField::label).collect(Collectors.joining(", "));
      problems.add(
          setting.field(),
          Reason.of(
                  "retype",
                  "must be entered again because it could be used elsewhere now: new " + moved)
              .with("widened", widened.stream().map(ProviderField::key).toList()));
    }
  }

  /** Nobody may know any more the one that the server sent last, so other edits keep it. */
  private void refreshTokenIsOfTheClientAndEndpoints(Set<String> kept) {
    if (kept.isEmpty() || before == null) {
      return;
    }
    StoredSettings last = StoredSettings.read(before.content());
    StoredSettings now = StoredSettings.of(draft);
    boolean sameContext = last.authorizationContext().equals(now.authorizationContext());
    List<Setting<?>> given = sameContext ? List.of() : SettingTable.DESTINATIONS;
    String moved =
        Stream.concat(SettingTable.OF_AUTHORIZATION.stream(), given.stream())
            .distinct()
            .filter(setting -> setting.differs(last.text(setting), now.text(setting)))
            .map(setting -> setting.field().label())
            .collect(Collectors.joining(", "));
    if (!moved.isEmpty()) {
      problems.add(
          ProviderField.REFRESH_TOKEN,
          Reason.of(
              "retype",
              "must be a new one, because the authorization was given for something else: new "
                  + moved));
    }
  }

  private KeySet keys() {
    return before == null
        ? KeySet.NONE
        : StoredSettings.read(before.content()).get(AssertionTable.KEYS);
  }

  private boolean losesKeys() {
    return before != null
        && StoredSettings.of(draft).widensSecrets(StoredSettings.read(before.content()));
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
