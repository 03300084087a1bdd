package io.calloutauth.client;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.ClientRegistrationBuilder;
import io.calloutauth.oauth.GrantType;
import io.calloutauth.oauth.LifetimeUnit;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.ScopeSeparator;
import io.calloutauth.testkit.CorpusRow;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Sets a provider to what a row of the corpus says that it is set to. */
public final class CorpusProvider {

  private static final String GRANT = "grant";
  private static final String SEPARATOR = "scope_separator";
  private static final String UNIT = "expires_in_unit";

  private CorpusProvider() {}

  /** Tells whether there is the row's grant. */
  public static boolean knowsGrant(Map<String, Object> request) {
    return !request.containsKey(GRANT) || grant(request).isPresent();
  }

  /** Returns the registration of a client at an endpoint. */
  static ClientRegistration registration(Map<String, Object> request, Endpoint endpoint) {
    ClientRegistrationBuilder builder =
        ClientRegistration.builder().clientId("billing").tokenEndpoint(endpoint);
    builder.scope(Scope.parse(String.join(" ", CorpusRow.texts(request.get("scope")))));
    builder.tokenTypeAliases(Set.copyOf(CorpusRow.texts(request.get("token_type_aliases"))));
    grant(request).ifPresent(builder::grantType);
    if (request.containsKey(SEPARATOR)) {
      builder.scopeSeparator(separator(CorpusRow.text(request, SEPARATOR)));
    }
    if (request.containsKey(UNIT)) {
      builder.lifetimeUnit(unit(CorpusRow.text(request, UNIT)));
    }
    return builder.build();
  }

  private static Optional<GrantType> grant(Map<String, Object> request) {
    String name = CorpusRow.text(request, GRANT);
    return Arrays.stream(GrantType.values()).filter(each -> each.value().equals(name)).findAny();
  }

  private static ScopeSeparator separator(String text) {
    return switch (text) {
      case " ", "", "space" -> ScopeSeparator.SPACE;
      case ",", "comma" -> ScopeSeparator.COMMA;
      case "+", "plus" -> ScopeSeparator.PLUS;
      default -> throw new IllegalArgumentException("no scope separator: " + text);
    };
  }

  private static LifetimeUnit unit(String text) {
    return switch (text) {
      case "s", "sec", "seconds" -> LifetimeUnit.SECONDS;
      case "ms", "millis", "milliseconds" -> LifetimeUnit.MILLISECONDS;
      case "epoch", "epoch_s", "epoch_seconds", "unix" -> LifetimeUnit.EPOCH_SECONDS;
      case "epoch_ms", "epoch_millis", "epoch_milliseconds", "unix_ms" ->
          LifetimeUnit.EPOCH_MILLISECONDS;
      default -> throw new IllegalArgumentException("no unit of expires_in: " + text);
    };
  }
}
