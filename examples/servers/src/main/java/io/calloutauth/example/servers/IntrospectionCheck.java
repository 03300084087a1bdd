package io.calloutauth.example.servers;

import io.calloutauth.example.servers.Verdict.Accepted;
import io.calloutauth.example.servers.Verdict.Refused;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/**
 * Believes what the authorization server says about a token and looks at nothing else (RFC 7662
 * §2.2): works for tokens of any form. Thread-safe.
 */
final class IntrospectionCheck implements TokenCheck {

  private final Introspection introspection;
  private final String scope;

  /** Makes a check; an empty scope asks for none. */
  IntrospectionCheck(Introspection introspection, String scope) {
    this.introspection = introspection;
    this.scope = scope;
  }

  @Override
  public Verdict check(String token) {
    try {
      Map<String, Object> answer = introspection.about(token);
      return Introspection.active(answer) ? forScope(answer) : Refused.invalid();
    } catch (IOException e) {
      return Refused.unsure();
    }
  }

  private Verdict forScope(Map<String, Object> answer) {
    List<String> granted = List.of(text(answer, "scope").split(" ", -1));
    return scope.isEmpty() || granted.contains(scope)
        ? new Accepted(text(answer, "client_id"), text(answer, "jti"))
        : Refused.lacking(scope);
  }

  /** Every member but {@code active} may be missing. */
  private static String text(Map<String, Object> answer, String member) {
    return answer.get(member) instanceof String text ? text : "";
  }
}
