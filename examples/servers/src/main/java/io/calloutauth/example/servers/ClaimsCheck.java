package io.calloutauth.example.servers;

import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import java.net.URI;
import java.time.InstantSource;
import java.util.Date;
import java.util.Set;

/** Judges issuer, audience and expiry, at the time that an injected clock shows, to the second. */
final class ClaimsCheck extends DefaultJWTClaimsVerifier<SecurityContext> {

  private static final Set<String> REQUIRED = Set.of("sub", "exp", "jti");

  private final InstantSource clock;

  ClaimsCheck(URI issuer, String audience, InstantSource clock) {
    super(audience, new JWTClaimsSet.Builder().issuer(issuer.toString()).build(), REQUIRED);
    this.clock = clock;
    setMaxClockSkew(0);
  }

  @Override
  protected Date currentTime() {
    return Date.from(clock.instant());
  }
}
