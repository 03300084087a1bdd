package io.calloutauth.client;

import io.calloutauth.client.ClientAuthenticator.Credential;
import io.calloutauth.json.JsonPointer;
import io.calloutauth.json.JsonValue;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.LifetimeUnit;
import io.calloutauth.oauth.Need;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.ResponseOptions;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenWarning;
import io.calloutauth.redact.Redactor;
import java.time.Duration;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads one successful response of a token endpoint (RFC 6749 section 5.1). Not thread-safe. */
final class SuccessResponse {

  private static final int LONGEST_TOKEN = 64 * 1024;

  private final Credential credential;
  private final RegisteredClient client;
  private final ClientRegistration registration;
  private final HttpResult response;
  private final JsonValue members;
  private final InstantSource clock;
  private final Set<TokenWarning> warnings = EnumSet.noneOf(TokenWarning.class);

  private SuccessResponse(
      Credential credential, HttpResult response, ResponseBody body, InstantSource clock) {
    this.clock = clock;
    this.credential = credential;
    this.client = credential.client();
    this.registration = client.registration();
    this.response = response;
    this.members = body.members();
    warnings.addAll(body.warnings());
  }

  /**
   * Returns the token.
   *
   * @throws UnreadableResponseException when there is none that can be used
   */
  static IssuedToken read(
      Credential credential, HttpResult response, ResponseBody body, InstantSource clock)
      throws UnreadableResponseException {
    return new SuccessResponse(credential, response, body, clock).read();
  }

  private IssuedToken read() throws UnreadableResponseException {
    Secret token = Secret.of(accessToken());
    checkTokenType();
    judgeHead();
    Duration age = ResponseHeaders.age(response);
    Duration refreshIn = refreshIn().map(hint -> Lifetimes.remaining(hint, age)).orElse(null);
    Duration lifetime = Lifetimes.remaining(lifetime(), age);
    IssuedToken.Builder issued =
        IssuedToken.builder(token, lifetime)
            .scope(scope(token))
            .refreshIn(refreshIn)
            .credential(credential.name());
    if (registration.has(Need.AUTHORIZATION)) {
      RefreshTokenMembers next = new RefreshTokenMembers(members, age, warnings);
      issued.refreshToken(next.token().orElse(null));
      issued.refreshTokenLifetime(next.lifetime().orElse(null));
    }
    return issued.warnings(warnings).build();
  }

  private String accessToken() throws UnreadableResponseException {
    JsonValue token =
        mapped(registration.responses().tokenPointer().orElse(null), "access_token")
            .orElseThrow(() -> new UnreadableResponseException(TokenError.MISSING_ACCESS_TOKEN));
    if (!token.is(JsonValue.Kind.STRING)) {
      throw new UnreadableResponseException(TokenError.MALFORMED_RESPONSE);
    }
    Optional<TokenError> problem = problem(token.text());
    if (problem.isPresent()) {
      throw new UnreadableResponseException(problem.get(), Hints.scheme(token.text()).orElse(null));
    }
    if (ForeignValues.hold(client, members, token.text())) {
      throw new UnreadableResponseException(TokenError.FOREIGN_TOKEN);
    }
    return token.text();
  }

  /** Returns what a pointer leads to where the provider has one, and a member where it has not. */
  private Optional<JsonValue> mapped(@Nullable String pointer, String name) {
    return pointer == null ? members.member(name) : JsonPointer.find(pointer, members);
  }

  /** Returns what is wrong with a token that would be sent in a header; empty when nothing is. */
  static Optional<TokenError> problem(String token) {
    if (token.isEmpty()) {
      return Optional.of(TokenError.MISSING_ACCESS_TOKEN);
    }
    if (token.length() > LONGEST_TOKEN) {
      return Optional.of(TokenError.TOKEN_TOO_LARGE);
    }
    boolean visible = token.chars().allMatch(c -> c > 0x20 && c < 0x7F);
    return visible ? Optional.empty() : Optional.of(TokenError.ILLEGAL_TOKEN_CHARS);
  }

  private void checkTokenType() throws UnreadableResponseException {
    JsonValue member =
        mapped(registration.responses().tokenTypePointer().orElse(null), "token_type")
            .orElse(JsonValue.string(""));
    warnings.addAll(TokenType.check(member, registration.responses().tokenTypeAliases()));
  }

  private void judgeHead() {
    if (response.status() == 201) {
      warnings.add(TokenWarning.STATUS_201);
    }
    if (response.status() == 203) {
      warnings.add(TokenWarning.STATUS_203);
    }
    if (!ResponseHeaders.hasNoStore(response)) {
      warnings.add(TokenWarning.NO_STORE_MISSING);
    }
    if (!ResponseHeaders.age(response).isZero()) {
      warnings.add(TokenWarning.CACHED_RESPONSE);
    }
  }

  private Duration lifetime() {
    ResponseOptions options = registration.responses();
    Optional<JsonValue> standard = members.member("expires_in");
    boolean isElsewhere = standard.isEmpty() && options.lifetimePointer().isPresent();
    Optional<JsonValue> member =
        isElsewhere ? mapped(options.lifetimePointer().orElse(null), "expires_in") : standard;
    if (member.isEmpty()) {
      warnings.add(TokenWarning.LIFETIME_MISSING);
      return registration.defaultLifetime();
    }
    boolean inItsUnit = isElsewhere || options.lifetimePointer().isEmpty();
    return lifetime(member.get(), inItsUnit ? options.lifetimeUnit() : LifetimeUnit.SECONDS);
  }

  private Duration lifetime(JsonValue figure, LifetimeUnit unit) {
    Optional<Duration> lifetime =
        unit.isAbsolute()
            ? Lifetimes.until(figure, unit, clock.instant())
            : Lifetimes.read(figure, unit);
    if (lifetime.isEmpty()) {
      warnings.add(TokenWarning.LIFETIME_INVALID);
    } else if (lifetime.get().isZero()) {
      warnings.add(TokenWarning.LIFETIME_ZERO);
    }
    return lifetime.orElse(registration.defaultLifetime());
  }

  private Optional<Duration> refreshIn() {
    return members
        .member("refresh_in")
        .flatMap(value -> Lifetimes.read(value, LifetimeUnit.SECONDS))
        .filter(hint -> !hint.isZero());
  }

  private Scope scope(Secret token) {
    Optional<JsonValue> member = members.member("scope");
    if (member.isEmpty()) {
      return registration.scope();
    }
    if (GrantedScope.isTooLong(member.get())) {
      warnings.add(TokenWarning.SCOPE_TOO_LONG);
      return registration.scope();
    }
    Optional<Scope> granted =
        GrantedScope.read(member.get(), registration.requests().scopeSeparator())
            .filter(scope -> !tells(scope, token));
    if (granted.isEmpty()) {
      warnings.add(TokenWarning.SCOPE_INVALID);
    } else if (!registration.scope().missingIn(granted.get()).isEmpty()) {
      warnings.add(TokenWarning.SCOPE_REDUCED);
    }
    return granted.orElse(registration.scope());
  }

  /** The scope is stored and shown as it is: what nobody asked for must not be a secret. */
  private boolean tells(Scope granted, Secret token) {
    List<String> unasked = granted.missingIn(registration.scope());
    if (unasked.isEmpty()) {
      return false;
    }
    Redactor masking = Redactor.of(client).and(token.reveal());
    members.text("refresh_token").ifPresent(masking::and);
    members.text("id_token").ifPresent(masking::and);
    return masking.finds(String.join(" ", unasked));
  }
}
