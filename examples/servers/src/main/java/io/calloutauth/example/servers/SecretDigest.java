package io.calloutauth.example.servers;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Keeps a client secret as its SHA-256 digest. A slow hash is for what people choose; these secrets
 * are random, and each exchange of a demo would pay for it.
 */
final class SecretDigest implements PasswordEncoder {

  @Override
  public String encode(@Nullable CharSequence secret) {
    return HexFormat.of().formatHex(digest(secret));
  }

  @Override
  public boolean matches(@Nullable CharSequence secret, @Nullable String encoded) {
    return encoded != null
        && MessageDigest.isEqual(digest(secret), HexFormat.of().parseHex(encoded));
  }

  private static byte[] digest(@Nullable CharSequence secret) {
    if (secret == null) {
      throw new IllegalArgumentException("There is no secret");
    }
    try {
      return MessageDigest.getInstance("SHA-256")
          .digest(secret.toString().getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has SHA-256", e);
    }
  }
}
