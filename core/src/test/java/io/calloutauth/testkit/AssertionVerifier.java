package io.calloutauth.testkit;

import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyType;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An authorization server's strictest look at client assertions: it verifies signatures against the
 * JWK set that was registered with it, or with the client secret, takes no assertion twice, none of
 * the future, none for two audiences, and none without the client id beside it.
 */
public final class AssertionVerifier {

  private final String audience;
  private final InstantSource clock;
  private final Set<String> seen = new HashSet<>();
  private JWKSet registered = new JWKSet();
  private byte[] clientSecret = new byte[0];

  public AssertionVerifier(String audience, InstantSource clock) {
    this.audience = audience;
    this.clock = clock;
  }

  /** Registers a JWK set in place of what was registered. */
  public synchronized void register(String jwks) {
    try {
      registered = JWKSet.parse(jwks);
    } catch (java.text.ParseException e) {
      throw new IllegalArgumentException("no JWK set", e);
    }
  }

  public synchronized void registerSecret(String secret) {
    clientSecret = secret.getBytes(StandardCharsets.UTF_8);
  }

  /** Lets a server issue tokens to requests with a good assertion, and refuse all others. */
  public void guard(TokenServer server) {
    server.answerTokens(
        n ->
            accepts(server.arrivedAt("/token").toList().get(n - 1))
                ? TokenServer.Answer.token("token-" + n, 3600)
                : TokenServer.Answer.error(401, "invalid_client"));
  }

  public synchronized boolean accepts(TokenServer.Arrived request) {
    try {
      return accepts(form(request.body()));
    } catch (Exception broken) {
      return false;
    }
  }

  /** Returns the assertion of a request. */
  public static SignedJWT of(TokenServer.Arrived request) throws java.text.ParseException {
    return SignedJWT.parse(form(request.body()).get("client_assertion"));
  }

  public static Map<String, String> form(String body) {
    Map<String, String> form = new HashMap<>();
    for (String pair : body.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      form.put(parts[0], URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
    }
    return form;
  }

  private boolean accepts(Map<String, String> form) throws Exception {
    SignedJWT jwt = SignedJWT.parse(form.get("client_assertion"));
    JWTClaimsSet claims = jwt.getJWTClaimsSet();
    Instant now = clock.instant();
    return "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
            .equals(form.get("client_assertion_type"))
        && claims.getSubject().equals(form.get("client_id"))
        && claims.getIssuer().equals(claims.getSubject())
        && claims.getClaim("aud").equals(List.of(audience))
        && !jwt.getPayload().toString().contains("\"aud\":[")
        && claims.getIssueTime().toInstant().isBefore(now)
        && claims.getExpirationTime().toInstant().isAfter(now)
        && claims.getExpirationTime().toInstant().isBefore(now.plusSeconds(61))
        && verifies(jwt)
        && seen.add(claims.getJWTID());
  }

  private boolean verifies(SignedJWT jwt) throws Exception {
    if (jwt.getHeader().getAlgorithm().getName().equals("HS256")) {
      return jwt.verify(new MACVerifier(clientSecret));
    }
    JWK key = registered.getKeyByKeyId(jwt.getHeader().getKeyID());
    if (key == null || !key.getAlgorithm().equals(jwt.getHeader().getAlgorithm())) {
      return false;
    }
    return key.getKeyType().equals(KeyType.OKP) ? verifiesEd25519(jwt, key) : jwt.verify(of(key));
  }

  private static JWSVerifier of(JWK key) throws Exception {
    return key.getKeyType().equals(KeyType.EC)
        ? new ECDSAVerifier(key.toECKey())
        : new RSASSAVerifier(key.toRSAKey());
  }

  private static boolean verifiesEd25519(SignedJWT jwt, JWK key) throws Exception {
    byte[] head = HexFormat.of().parseHex("302a300506032b6570032100");
    byte[] x = key.toOctetKeyPair().getDecodedX();
    byte[] encoded = Arrays.copyOf(head, head.length + x.length);
    System.arraycopy(x, 0, encoded, head.length, x.length);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(
        KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded)));
    signature.update(jwt.getSigningInput());
    return signature.verify(jwt.getSignature().decode());
  }
}
