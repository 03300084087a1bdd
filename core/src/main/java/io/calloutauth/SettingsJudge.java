package io.calloutauth;

import io.calloutauth.client.ClientRegistration;
import io.calloutauth.client.Endpoint;
import io.calloutauth.client.EndpointCheck;
import io.calloutauth.client.EndpointPolicy;
import io.calloutauth.client.Origin;
import io.calloutauth.client.Scope;
import io.calloutauth.client.Secret;
import io.calloutauth.engine.StoredSettings;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Judges one draft: collects what is wrong with each field, and gives the settings when nothing is.
 * Not thread-safe.
 */
final class SettingsJudge {

  private static final int CLIENT_ID_MOST = 1_024;
  private static final int SECRET_MOST = 16_000;
  private static final int SCOPE_MOST = 4_096;
  private static final int ORIGINS_MOST = 100;
  private static final Duration LIFETIME_MOST = Duration.ofDays(1);

  private final EndpointPolicy policy;
  private final String tenant;
  private final ProviderSettings draft;
  private final List<FieldProblem> problems = new ArrayList<>();

  private SettingsJudge(EndpointPolicy policy, String tenant, ProviderSettings draft) {
    this.policy = policy;
    this.tenant = tenant;
    this.draft = draft;
  }

  /**
   * Judges a draft.
   *
   * @param before the settings whose secret is kept when the draft brings none, or null when it has
   *     to bring one
   * @throws InvalidSettingsException when anything is wrong with it
   */
  static JudgedSettings judge(
      EndpointPolicy policy,
      String tenant,
      ProviderSettings draft,
      @Nullable StoredSettings before) {
    return new SettingsJudge(policy, tenant, draft).judged(before);
  }

  private JudgedSettings judged(@Nullable StoredSettings before) {
    ProviderNames.problem(draft.name()).ifPresent(reason -> bad(ProviderField.NAME, reason));
    clientId();
    Secret secret = draft.clientSecret();
    secret(secret, before);
    Endpoint token = required(ProviderField.TOKEN_ENDPOINT, draft.tokenEndpoint());
    Endpoint revocation = optional(ProviderField.REVOCATION_ENDPOINT, draft.revocationEndpoint());
    Endpoint test = optional(ProviderField.TEST_ENDPOINT, draft.testEndpoint());
    Scope scope = scope();
    lifetime();
    List<Origin> origins = origins(test);
    if (secret == null && before != null) {
      keptSecret(before, origins);
    }
    if (!problems.isEmpty() || token == null) {
      throw new InvalidSettingsException(problems);
    }
    ClientRegistration registration = registration(token, revocation, test, scope);
    return new JudgedSettings(ProviderNames.of(draft.name()), registration, origins, secret);
  }

  private ClientRegistration registration(
      Endpoint token, @Nullable Endpoint revocation, @Nullable Endpoint test, Scope scope) {
    return ClientRegistration.builder()
        .grantType(draft.grantType())
        .clientId(draft.clientId())
        .clientAuthentication(draft.clientAuthentication())
        .tokenEndpoint(token)
        .revocationEndpoint(revocation)
        .testEndpoint(test)
        .scope(scope)
        .defaultLifetime(draft.defaultLifetime())
        .build();
  }

  /** RFC 6749 appendix A.1 allows printable ASCII; real servers' ids are from all over Unicode. */
  private void clientId() {
    String id = draft.clientId();
    if (id.isEmpty()) {
      bad(ProviderField.CLIENT_ID, "is missing");
    } else if (id.length() > CLIENT_ID_MOST) {
      bad(ProviderField.CLIENT_ID, "must have at most 1,024 characters");
    } else if (!isText(id) || id.codePoints().anyMatch(Character::isISOControl)) {
      bad(ProviderField.CLIENT_ID, "must not contain control characters");
    }
  }

  private void secret(@Nullable Secret secret, @Nullable StoredSettings before) {
    if (secret == null) {
      if (before == null) {
        bad(ProviderField.CLIENT_SECRET, "is missing");
      }
    } else if (secret.reveal().length() > SECRET_MOST) {
      bad(ProviderField.CLIENT_SECRET, "must have at most 16,000 characters");
    } else if (!isText(secret.reveal())) {
      bad(ProviderField.CLIENT_SECRET, "is not a text: it has half a character");
    }
  }

  private static boolean isText(String value) {
    return value.codePoints().noneMatch(point -> Character.getType(point) == Character.SURROGATE);
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

  private List<Origin> origins(@Nullable Endpoint test) {
    List<String> typed = draft.origins();
    List<Optional<Origin>> read =
        typed.stream().limit(ORIGINS_MOST).map(this::origin).distinct().toList();
    List<Origin> origins = read.stream().flatMap(Optional::stream).toList();
    if (read.contains(Optional.<Origin>empty()) || typed.size() > ORIGINS_MOST) {
      bad(
          ProviderField.ORIGINS,
          "must be at most 100 of the form https://host or https://host:port, without a path");
    } else if (test != null && !origins.isEmpty() && !origins.contains(test.origin())) {
      bad(ProviderField.TEST_ENDPOINT, "must be of one of the origins that the token may go to");
    }
    return origins;
  }

  /** The host's own targets may be where its endpoints must not be: only the form is judged. */
  private Optional<Origin> origin(String typed) {
    return httpsOrigin(typed).or(() -> relaxedOrigin(typed));
  }

  /** Plain http where the host's code allows it. */
  private Optional<Origin> relaxedOrigin(String typed) {
    return Optional.ofNullable(policy.check(tenant, typed).endpoint())
        .filter(read -> read.pathAndQuery().equals("/"))
        .map(Endpoint::origin);
  }

  private static Optional<Origin> httpsOrigin(String typed) {
    try {
      URI url = new URI(typed);
      boolean bare =
          "https".equalsIgnoreCase(url.getScheme())
              && url.getHost() != null
              && url.getRawUserInfo() == null
              && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
              && url.getRawQuery() == null
              && url.getRawFragment() == null;
      return bare ? Optional.of(Origin.of(url)) : Optional.empty();
    } catch (URISyntaxException | NumberFormatException unreadable) {
      // The JDK's parser lets the latter out for a literal with a number that is too long.
      return Optional.empty();
    }
  }

  /** Who cannot read the secret must not be able to send it elsewhere. */
  private void keptSecret(StoredSettings before, List<Origin> origins) {
    List<ProviderField> moved = SecretDestinations.widened(before, draft, origins);
    if (!moved.isEmpty()) {
      String fields = String.join(", ", moved.stream().map(ProviderField::label).toList());
      bad(
          ProviderField.CLIENT_SECRET,
          "must be entered again because it could be used elsewhere now: new " + fields);
    }
  }

  private void bad(ProviderField field, String reason) {
    problems.add(new FieldProblem(field, reason));
  }
}
