package io.calloutauth.seal;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWEHeader;
import com.nimbusds.jose.JWEObject;
import com.nimbusds.jose.KeyLengthException;
import com.nimbusds.jose.Payload;
import com.nimbusds.jose.crypto.AESDecrypter;
import com.nimbusds.jose.crypto.AESEncrypter;
import com.nimbusds.jose.util.Base64URL;
import java.security.SecureRandom;
import java.text.ParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One AES-256 key, ready for use. Immutable and thread-safe. */
final class SealingKey {

  static final int BYTES = 32;
  private static final int MAX_ID = 128;

  private final String id;
  private final AESEncrypter encrypter;
  private final AESDecrypter decrypter;

  private SealingKey(String id, byte[] bits) throws KeyLengthException {
    this.id = id;
    this.encrypter = new AESEncrypter(bits);
    this.decrypter = new AESDecrypter(bits);
  }

  static SealingKey of(String id, byte[] bits) {
    try {
      return new SealingKey(id, bits);
    } catch (KeyLengthException e) {
      throw new IllegalArgumentException("A sealing key has 256 bits");
    }
  }

  /** Returns the bits of a key that nobody else has. */
  static byte[] newBits() {
    byte[] bits = new byte[BYTES];
    new SecureRandom().nextBytes(bits);
    return bits;
  }

  /** Returns whether a text may name a key: harmless in a message, a log line and a column. */
  static boolean isId(@Nullable String text) {
    return text != null
        && !text.isEmpty()
        && text.length() <= MAX_ID
        && text.chars().allMatch(c -> c > ' ' && c <= '~');
  }

  String id() {
    return id;
  }

  String seal(JWEHeader header, byte[] plain) {
    JWEObject object = new JWEObject(header, new Payload(plain));
    try {
      object.encrypt(encrypter);
    } catch (JOSEException e) {
      throw new IllegalStateException("This Java runtime does not seal with AES-256", e);
    }
    return object.serialize();
  }

  /** Returns the plain bytes, or null when the key did not make the five parts as they are. */
  byte @Nullable [] open(List<Base64URL> parts) {
    try {
      JWEObject object =
          new JWEObject(parts.get(0), parts.get(1), parts.get(2), parts.get(3), parts.get(4));
      object.decrypt(decrypter);
      return object.getPayload().toBytes();
    } catch (ParseException | JOSEException e) {
      return null;
    }
  }

  /** Returns the key's id, and nothing of the key. */
  @Override
  public String toString() {
    return "SealingKey[" + id + "]";
  }
}
