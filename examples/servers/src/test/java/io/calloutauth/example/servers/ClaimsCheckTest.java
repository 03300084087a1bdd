package io.calloutauth.example.servers;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.proc.BadJWTException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Date;
import org.junit.jupiter.api.Test;

class ClaimsCheckTest {

  private static final Instant NOW = Instant.parse("2026-11-01T12:00:00Z");

  private final ClaimsCheck check =
      new ClaimsCheck(URI.create("http://127.0.0.1:9"), "callouts", InstantSource.fixed(NOW));

  @Test
  void acceptsWhatThisServerIssuedForThisAudience() {
    assertThatCode(() -> check.verify(good().build(), null)).doesNotThrowAnyException();
  }

  @Test
  void refusesAnotherIssuer() {
    assertThatRefused(good().issuer("http://127.0.0.1:10"));
    assertThatRefused(good().issuer(null));
  }

  @Test
  void refusesAnotherAudience() {
    assertThatRefused(good().audience("others"));
  }

  @Test
  void refusesATokenInTheSecondItExpires() {
    assertThatRefused(good().expirationTime(Date.from(NOW)));
  }

  @Test
  void refusesATokenWithoutIdOrExpiry() {
    assertThatRefused(nameless().expirationTime(Date.from(NOW.plusSeconds(1))));
    assertThatRefused(nameless().jwtID("1"));
  }

  private static JWTClaimsSet.Builder good() {
    return nameless().jwtID("1").expirationTime(Date.from(NOW.plusSeconds(1)));
  }

  private static JWTClaimsSet.Builder nameless() {
    return new JWTClaimsSet.Builder()
        .issuer("http://127.0.0.1:9")
        .audience("callouts")
        .subject("billing");
  }

  private void assertThatRefused(JWTClaimsSet.Builder claims) {
    assertThatThrownBy(() -> check.verify(claims.build(), null))
        .isInstanceOf(BadJWTException.class);
  }
}
