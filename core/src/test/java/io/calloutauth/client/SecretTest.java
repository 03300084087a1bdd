package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.oauth.Secret;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SecretTest {

  private static final int MANY = 64;

  @Test
  void equalSecretsHaveOneHash() {
    assertThat(Secret.of("s3cret")).isEqualTo(Secret.of("s3cret"));
    assertThat(Secret.of("s3cret").hashCode()).isEqualTo(Secret.of("s3cret").hashCode());
    assertThat(Secret.of("s3cret")).isNotEqualTo(Secret.of("S3cret"));
  }

  /** By chance all of these would be so once in 2^1000 or more. */
  @Test
  void aHashSaysNothingOfTheText() {
    assertThat(IntStream.range(0, MANY).mapToObj(i -> "secret-" + i))
        .as("the text's own hash")
        .anyMatch(text -> Secret.of(text).hashCode() != text.hashCode());
    assertThat(IntStream.range(0, MANY).mapToObj(i -> "Aa".repeat(i) + "BB".repeat(MANY - i)))
        .as("texts whose own hashes are one")
        .extracting(text -> Secret.of(text).hashCode())
        .doesNotHaveDuplicates();
  }
}
