package io.calloutauth.keys;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SigningAlgorithm;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** The certificate that an RSA key has of itself. */
class KeyCertificateTest {

  /** RFC 7515 appendix A.2: its two primes and its exponent. */
  private static final String RFC_7515 =
      "AOAcxBDrSKZlXVRGTQqku22guHK3dKap0R/+SAd48N23MRp+kC75xLX3VHYmK6gXbLNZefAUNyoaKCnk"
          + "E2vQAdB8Pz8uTyXUyTT2PHEJ+6Lmdiig3JpzxgWObe8i3NUJUOcR3cFtVYbyp/p16oSUwYCD4LZXQvig"
          + "1ec/stlw8BlH"
          + "."
          + "ALkDxH4JlbYy9FMssfPBmRRdXzrpx9/u3HqSprR+KcYbQqB6qVpk/GAJmcWnsB4BwIy2LKdWUnu8xWB4"
          + "+wurpe043i0HmQ/2MA+uretsA5qXvx5Qfk5wQPp424JXyLES7V5Zw80JL+XU5bUSddQSgQcqXnheuvPa"
          + "43CSAxM/UVnX"
          + ".AQAB";

  private static PublishedKey published(SigningKey key, SigningAlgorithm algorithm) {
    return key.publicPart(algorithm, KeyState.CURRENT, Instant.EPOCH);
  }

  private static SigningKey rfc7515() {
    return SigningKey.of(Secret.of(RFC_7515)).orElseThrow();
  }

  /** It is registered at servers: no version of ours makes another. */
  @Test
  void isTheSameForAKeyWheneverItIsMade() {
    PublishedCertificate certificate =
        published(rfc7515(), SigningAlgorithm.RS256).certificate().orElseThrow();

    assertThat(certificate.thumbprintSha256())
        .isEqualTo("cipjynBSOxHnSCXvcVGjPlgTXnXCgaaTjUOS5AIJQ_A");
    assertThat(JwsSigner.certificateThumbprint(rfc7515().privatePart()))
        .isEqualTo(certificate.thumbprintSha256());
    assertThat(published(rfc7515(), SigningAlgorithm.PS256).certificate()).hasValue(certificate);
  }

  @ParameterizedTest
  @EnumSource(names = {"RS256", "PS256"})
  void isOfTheKeyThatSignedIt(SigningAlgorithm algorithm) throws Exception {
    SigningKey key = SigningKey.generate(algorithm);
    PublishedKey published = published(key, algorithm);
    PublishedCertificate certificate = published.certificate().orElseThrow();
    X509Certificate read =
        (X509Certificate)
            CertificateFactory.getInstance("X.509")
                .generateCertificate(
                    new ByteArrayInputStream(
                        certificate.pem().getBytes(StandardCharsets.US_ASCII)));

    read.verify(key.publicKey());
    read.checkValidity();
    assertThat(read.getPublicKey()).isEqualTo(key.publicKey());
    assertThat(read.getVersion()).isEqualTo(3);
    assertThat(read.getSerialNumber().signum()).isPositive();
    assertThat(read.getSerialNumber().bitLength()).isLessThanOrEqualTo(128);
    assertThat(certificate.subject()).isEqualTo("CN=" + published.kid());
    assertThat(certificate.issuer()).isEqualTo(certificate.subject());
    assertThat(certificate.begins()).isEqualTo("2020-01-01T00:00:00Z");
    assertThat(certificate.ends()).isEqualTo("9999-12-31T23:59:59Z");
  }

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"RS256", "PS256"})
  void noOtherKeyHasOne(SigningAlgorithm algorithm) {
    assertThat(published(SigningKey.generate(algorithm), algorithm).certificate()).isEmpty();
  }
}
