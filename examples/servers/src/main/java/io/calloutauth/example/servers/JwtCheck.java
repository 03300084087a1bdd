package io.calloutauth.example.servers;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import io.calloutauth.example.servers.Verdict.Accepted;
import io.calloutauth.example.servers.Verdict.Refused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;

/**
 * What a resource server does with an access token (RFC 9068 §4): verifies the signature with the
 * issuer's keys, then expiry, issuer and audience, then asks whether it was revoked, then looks for
 * the scope. Thread-safe.
 */
final class JwtCheck implements TokenCheck {

  private final DefaultJWTProcessor<SecurityContext> jwts = new DefaultJWTProcessor<>();
  private final Introspection introspection;
  private final String scope;

  /** Makes a check of an authorization server's tokens; an empty scope asks for none. */
  JwtCheck(AuthorizationServer issuer, String audience, String scope, InstantSource clock) {
    this.introspection = new Introspection(issuer.introspectionEndpoint(), issuer.receiver());
    this.scope = scope;
    // No limit on how often keys are asked for: whoever sends junk here is a demo.
    var keys =
        JWKSourceBuilder.create(url(issuer.jwksEndpoint()))
            .refreshAheadCache(false)
            .rateLimited(false)
            .build();
    jwts.setJWSKeySelector(new JWSVerificationKeySelector<>(JWSAlgorithm.RS256, keys));
    jwts.setJWTClaimsSetVerifier(new ClaimsCheck(issuer.issuer(), audience, clock));
  }

  @Override
  public Verdict check(String token) {
    try {
      JWTClaimsSet claims = jwts.process(token, null);
      return introspection.active(token) ? forScope(claims) : Refused.invalid();
    } catch (KeySourceException | IOException e) {
      return Refused.unsure();
    } catch (ParseException | BadJOSEException | JOSEException e) {
      return Refused.invalid();
    }
  }

  private Verdict forScope(JWTClaimsSet claims) throws ParseException {
    // RFC 9068 wants one text, Spring writes a list.
    List<String> granted =
        claims.getClaim("scope") instanceof String text
            ? List.of(text.split(" ", -1))
            : Objects.requireNonNullElse(claims.getStringListClaim("scope"), List.of());
    return scope.isEmpty() || granted.contains(scope)
        ? new Accepted(claims.getSubject(), claims.getJWTID())
        : Refused.lacking(scope);
  }

  private static URL url(URI uri) {
    try {
      return uri.toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
