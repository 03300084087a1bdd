package io.calloutauth.example.servers;

import io.calloutauth.example.servers.Verdict.Accepted;
import io.calloutauth.example.servers.Verdict.Refused;
import java.util.List;
import java.util.Locale;

/** Judges a bearer token. May block while the authorization server is asked. */
@FunctionalInterface
interface TokenCheck {

  /** Accepts whatever is there: proves that a token was sent and nothing about it. */
  TokenCheck ANY = token -> new Accepted("", "");

  Verdict check(String token);

  /** Judges the {@code Authorization} headers of a request (RFC 6750 §2.1). */
  default Verdict checkHeaders(List<String> headers) {
    if (headers.size() > 1) {
      return Refused.ambiguous();
    }
    if (headers.isEmpty() || !headers.get(0).toLowerCase(Locale.ROOT).startsWith("bearer ")) {
      return Refused.missing();
    }
    return check(headers.get(0).substring("bearer ".length()).strip());
  }
}
