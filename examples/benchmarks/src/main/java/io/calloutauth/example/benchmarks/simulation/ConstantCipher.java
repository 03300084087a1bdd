package io.calloutauth.example.benchmarks.simulation;

import io.calloutauth.seal.Opened;
import io.calloutauth.seal.SealContext;
import io.calloutauth.seal.SealedText;
import io.calloutauth.seal.SecretCipher;
import java.util.List;

/**
 * Seals for real, and opens everything as the same secret: copies of one row have one sealed value
 * for many providers, which a real cipher would refuse. Thread-safe.
 */
record ConstantCipher(SecretCipher real) implements SecretCipher {

  @Override
  public SealedText seal(SealContext context, String plainText) {
    return real.seal(context, plainText);
  }

  @Override
  public Opened open(SealContext context, String sealed) {
    return Opened.of(real.keyIds().get(0), "secret");
  }

  @Override
  public List<String> keyIds() {
    return real.keyIds();
  }
}
