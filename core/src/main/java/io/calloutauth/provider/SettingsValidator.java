package io.calloutauth.provider;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.EndpointCheck;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.Origins;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.RenewalRules;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.ResponseOptions;
import io.calloutauth.oauth.Scope;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Judges one draft: collects what is wrong with each field, and gives the settings when nothing is.
 * Not thread-safe.
 */
public final class SettingsValidator {

  private static final int CLIENT_ID_MOST = 1_024;
  private static final int SCOPE_MOST = 4_096;
  private static final Duration LIFETIME_MOST = Duration.ofDays(1);

  private final EndpointPolicy policy;
  private final String tenant;
  private final ProviderSettings draft;
  private final FieldProblems problems = new FieldProblems();

  private SettingsValidator(EndpointPolicy policy, String tenant, ProviderSettings draft) {
    this.policy = policy;
    this.tenant = tenant;
    this.draft = draft;
  }

  /**
   * Judges a draft.
   *
   * @param before the settings whose secrets are kept where the draft brings none, or null when it
   *     has to bring them all
   * @return the settings, or all that is wrong with the draft
   */
  public static ValidationResult judge(
      EndpointPolicy policy,
      String tenant,
      ProviderSettings draft,
      @Nullable StoredSettings before) {
    return new SettingsValidator(policy, tenant, draft).judged(before);
  }

  private ValidationResult judged(@Nullable StoredSettings before) {
    ProviderNames.problem(draft.name()).ifPresent(reason -> bad(ProviderField.NAME, reason));
    clientId();
    SecretsValidator secretsJudge = new SecretsValidator(problems, draft, before);
    secretsJudge.typed();
    Endpoint token = required(ProviderField.TOKEN_ENDPOINT, draft.tokenEndpoint());
    Endpoint revocation = optional(ProviderField.REVOCATION_ENDPOINT, draft.revocationEndpoint());
    Endpoint test = optional(ProviderField.TEST_ENDPOINT, draft.testEndpoint());
    Scope scope = scope();
    lifetime();
    Origins origins = new OriginsValidator(policy, tenant, problems).origins(draft.origins(), test);
    RequestOptions requests = new RequestValidator(problems).options(draft.requests());
    ResponseOptions responses = new ResponseValidator(problems).options(draft.responses());
    RenewalRules renewal = new RenewalValidator(problems).rules(draft);
    ValidSecrets secrets = secretsJudge.secrets(origins);
    if (!problems.isEmpty() || token == null) {
      return new ValidationResult(null, problems.list());
    }
    ClientRegistration registration =
        registration(token, scope)
            .revocationEndpoint(revocation)
            .testEndpoint(test)
            .requests(requests)
            .responses(responses)
            .renewal(renewal)
            .build();
    return new ValidationResult(
        new ValidSettings(ProviderNames.of(draft.name()), registration, origins, secrets),
        List.of());
  }

  private ClientRegistration.Builder registration(Endpoint token, Scope scope) {
    return ClientRegistration.builder()
        .grantType(draft.grantType())
        .clientId(draft.clientId())
        .clientAuthentication(draft.clientAuthentication())
        .tokenEndpoint(token)
        .scope(scope)
        .defaultLifetime(draft.defaultLifetime())
        .singleToken(draft.singleToken());
  }

  /** RFC 6749 appendix A.1 allows printable ASCII; real servers' ids are from all over Unicode. */
  private void clientId() {
    String id = draft.clientId();
    if (id.isEmpty()) {
      bad(ProviderField.CLIENT_ID, "is missing");
    } else if (id.length() > CLIENT_ID_MOST) {
      bad(ProviderField.CLIENT_ID, "must have at most 1,024 characters");
    } else if (!TypedText.isPlain(id)) {
      bad(ProviderField.CLIENT_ID, "must not contain control characters");
    } else if (isRaw() && id.indexOf(':') >= 0) {
      bad(
          ProviderField.CLIENT_ID,
          "must not contain a colon when the client authentication does not encode it");
    }
  }

  private boolean isRaw() {
    return draft.clientAuthentication() == ClientAuthentication.CLIENT_SECRET_BASIC_RAW;
  }

  private @Nullable Endpoint required(ProviderField field, String url) {
    if (url.isEmpty()) {
      bad(field, "is missing");
      return null;
    }
    return optional(field, url);
  }

  private @Nullable Endpoint optional(ProviderField field, String url) {
    if (url.isEmpty()) {
      return null;
    }
    EndpointCheck check = policy.check(tenant, url);
    if (check.refusal() != null) {
      bad(field, check.refusal().text());
    }
    return check.endpoint();
  }

  private Scope scope() {
    if (draft.scope().length() > SCOPE_MOST) {
      bad(ProviderField.SCOPE, "must have at most 4,096 characters");
      return Scope.EMPTY;
    }
    try {
      return Scope.parse(draft.scope());
    } catch (IllegalArgumentException illegal) {
      bad(
          ProviderField.SCOPE,
          "may hold only visible ASCII characters other than \" and \\, separated by spaces or commas");
      return Scope.EMPTY;
    }
  }

  private void lifetime() {
    Duration lifetime = draft.defaultLifetime();
    if (lifetime.compareTo(Duration.ofSeconds(1)) < 0 || lifetime.compareTo(LIFETIME_MOST) > 0) {
      bad(ProviderField.DEFAULT_LIFETIME, "must be from 1 second to 24 hours");
    }
  }

  private void bad(ProviderField field, String reason) {
    problems.add(field, reason);
  }
}
