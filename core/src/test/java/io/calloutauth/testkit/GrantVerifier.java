package io.calloutauth.testkit;

import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.text.ParseException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * An authorization server's look at the assertions of the JWT bearer grant (RFC 7523 section 3): it
 * verifies signatures with the RSA keys that were registered with it, each under the id that the
 * server gave it, has no patience with clocks, takes no assertion twice, and then asks its vendor's
 * own rules.
 */
public final class GrantVerifier {

  /** What a vendor wants of a request beside. */
  public interface Rules {
    boolean accept(Map<String, String> form, SignedJWT assertion) throws ParseException;
  }

  private final InstantSource clock;
  private final Rules rules;
  private final Map<String, RSAKey> keys = new HashMap<>();
  private final Set<String> seen = new HashSet<>();

  public GrantVerifier(InstantSource clock, Rules rules) {
    this.clock = clock;
    this.rules = rules;
  }

  /** Registers all keys of a JWK set under their own ids. */
  public synchronized void register(String jwks) {
    try {
      JWKSet.parse(jwks).getKeys().forEach(key -> keys.put(key.getKeyID(), key.toRSAKey()));
    } catch (ParseException e) {
      throw new IllegalArgumentException("no JWK set", e);
    }
  }

  /** Registers a key under an id of the server's. */
  public synchronized void register(String kid, RSAKey key) {
    keys.put(kid, key);
  }

  /** Lets a server issue tokens to requests with a good assertion, and refuse all others. */
  public void guard(TokenServer server) {
    guard(server, n -> TokenServer.Answer.token("token-" + n, 3600));
  }

  /** Lets a server answer requests with a good assertion, and refuse all others. */
  public void guard(TokenServer server, IntFunction<TokenServer.Answer> answers) {
    server.answerTokens(
        n ->
            accepts(server.arrivedAt("/token").toList().get(n - 1))
                ? answers.apply(n)
                : TokenServer.Answer.error(400, "invalid_grant"));
  }

  public synchronized boolean accepts(TokenServer.Arrived request) {
    try {
      return accepts(AssertionVerifier.form(request.body()));
    } catch (Exception broken) {
      return false;
    }
  }

  private boolean accepts(Map<String, String> form) throws Exception {
    SignedJWT jwt = of(form);
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    Instant now = clock.instant();
    RSAKey key = keys.get(jwt.getHeader().getKeyID());
    return "urn:ietf:params:oauth:grant-type:jwt-bearer".equals(form.get("grant_type"))
        && key != null
        && jwt.verify(new RSASSAVerifier(key))
        && claims.getAudience().size() == 1
        && !claims.getIssueTime().toInstant().isAfter(now)
        && claims.getExpirationTime().toInstant().isAfter(now)
        && rules.accept(form, jwt)
        && seen.add(claims.getJWTID());
  }

  /** Returns the assertion of a request. */
  public static SignedJWT of(TokenServer.Arrived request) throws ParseException {
    return of(AssertionVerifier.form(request.body()));
  }

  private static SignedJWT of(Map<String, String> form) throws ParseException {
    return SignedJWT.parse(form.get("assertion"));
  }
}
