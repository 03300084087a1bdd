package io.calloutauth.testkit;

import io.calloutauth.seal.Opened;
import io.calloutauth.seal.SealContext;
import io.calloutauth.seal.SealedText;
import io.calloutauth.seal.SecretCipher;
import java.util.List;
import java.util.function.Predicate;

/** A cipher over another one that fails for slots while a test says so. */
public final class BreakableCipher implements SecretCipher {

  private final SecretCipher cipher;
  private volatile Predicate<String> broken = name -> false;
  private volatile String refused = "";

  public BreakableCipher(SecretCipher cipher) {
    this.cipher = cipher;
  }

  /** Lets sealing and opening throw for these slots, as a key service does that is out of reach. */
  public void breaks(Predicate<String> slots) {
    broken = slots;
  }

  /** Lets no value of a name open; an empty one: all. */
  public void refuses(String name) {
    refused = name;
  }

  @Override
  public SealedText seal(SealContext context, String plainText) {
    fail(context, plainText);
    return cipher.seal(context, plainText);
  }

  @Override
  public Opened open(SealContext context, String sealed) {
    fail(context, sealed);
    return context.name().equals(refused)
        ? Opened.refused(Opened.Refusal.KEY_MISSING, "k9")
        : cipher.open(context, sealed);
  }

  private void fail(SealContext context, String value) {
    if (broken.test(context.name())) {
      throw new IllegalStateException("out of reach, with " + value);
    }
  }

  @Override
  public List<String> keyIds() {
    return cipher.keyIds();
  }
}
