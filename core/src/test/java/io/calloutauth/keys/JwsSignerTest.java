package io.calloutauth.keys;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.util.Base64URL;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SigningAlgorithm;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/** What is signed here verifies with the JOSE library and the JDK. */
class JwsSignerTest {

  private static final byte[] INPUT = "eyJhbGciOiJFUzI1NiJ9.e30".getBytes(US_ASCII);

  private static byte[] signed(SigningKey key, SigningAlgorithm algorithm, byte[] input) {
    return JwsSigner.of(algorithm, key.privatePart()).sign(input);
  }

  @Test
  void signsAsRfc8037Does() {
    String jwk =
        """
        {"kty":"OKP","crv":"Ed25519","d":"nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A",
         "x":"11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"}""";
    SigningKey key = Objects.requireNonNull(SigningKey.read(Secret.of(jwk)).key());
    byte[] input = "eyJhbGciOiJFZERTQSJ9.RXhhbXBsZSBvZiBFZDI1NTE5IHNpZ25pbmc".getBytes(US_ASCII);

    assertThat(Base64URL.encode(signed(key, SigningAlgorithm.EDDSA, input)).toString())
        .isEqualTo(
            "hgyY0il_MGCjP0JzlnLWG1PPOt7-09PGcvMg3AIbQR6dWbhijcNR4ki4iylGjg5BhVsPt9g7sVvpAr_MuM0KAg");
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "EDDSA")
  void nimbusVerifies(SigningAlgorithm algorithm) throws Exception {
    SigningKey key = SigningKey.generate(algorithm);
    PublicKey half = key.publicKey();
    JWSVerifier verifier =
        half instanceof ECPublicKey ec
            ? new ECDSAVerifier(ec)
            : new RSASSAVerifier((RSAPublicKey) half);
    JWSHeader header = new JWSHeader(JWSAlgorithm.parse(algorithm.value()));

    assertThat(verifier.verify(header, INPUT, Base64URL.encode(signed(key, algorithm, INPUT))))
        .isTrue();
  }

  @Test
  void theJdkVerifiesEd25519() throws Exception {
    SigningKey key = SigningKey.generate(SigningAlgorithm.EDDSA);
    Signature signature = Signature.getInstance("Ed25519");
    signature.initVerify(key.publicKey());
    signature.update(INPUT);

    assertThat(signature.verify(signed(key, SigningAlgorithm.EDDSA, INPUT))).isTrue();
  }

  @Test
  void signsWithAClientSecretOf32Bytes() throws Exception {
    String secret = "ü".repeat(16);
    JwsSigner signer = JwsSigner.hs256(Secret.of(secret));

    assertThat(
            new MACVerifier(secret.getBytes(UTF_8))
                .verify(
                    new JWSHeader(JWSAlgorithm.parse(signer.algorithm())),
                    INPUT,
                    Base64URL.encode(signer.sign(INPUT))))
        .isTrue();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JwsSigner.hs256(Secret.of("x".repeat(31))));
  }

  @Test
  void aKeyOfAnotherKindIsRefusedInWordsThatHideIt() {
    Secret key = SigningKey.generate(SigningAlgorithm.ES256).privatePart();

    assertThatIllegalArgumentException()
        .isThrownBy(() -> JwsSigner.of(SigningAlgorithm.RS256, key))
        .withMessage("the key is none for RS256")
        .withNoCause();
    assertThat(JwsSigner.of(SigningAlgorithm.ES256, key)).hasToString("JwsSigner[ES256]");
  }
}
