package io.calloutauth.keys;

import io.calloutauth.json.JsonException;
import io.calloutauth.json.JsonReader;
import io.calloutauth.json.JsonValue;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.KeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reads a private key from a JWK (RFC 7517) or a set of one. Not by the JOSE library, whose private
 * JWKs print themselves.
 */
final class JwkReader {

  private static final int LONGEST = 20_000;
  private static final List<String> PRIMES = List.of("p", "q", "dp", "dq", "qi");

  private final JsonValue jwk;

  private JwkReader(JsonValue jwk) {
    this.jwk = jwk;
  }

  static KeyReading read(String text) {
    try {
      JsonValue read = JsonReader.readObject(text.length() > LONGEST ? "" : text);
      return read.member("keys").isPresent() ? readSet(read) : new JwkReader(read).read();
    } catch (JsonException unreadable) {
      return KeyReading.refused(KeyProblem.UNREADABLE);
    }
  }

  private static KeyReading readSet(JsonValue set) {
    List<JsonValue> keys = set.member("keys").orElseThrow().elements();
    List<String> ids = keys.stream().flatMap(key -> key.text("kid").stream()).toList();
    if (ids.stream().distinct().count() < ids.size()) {
      return KeyReading.refused(KeyProblem.EQUAL_KEY_IDS);
    }
    if (keys.size() > 1) {
      return KeyReading.refused(KeyProblem.SEVERAL_KEYS);
    }
    return keys.stream()
        .findFirst()
        .map(key -> new JwkReader(key).read())
        .orElse(KeyReading.refused(KeyProblem.UNREADABLE));
  }

  private KeyReading read() {
    String type = jwk.text("kty").orElse("");
    KeyKind kind =
        switch (type) {
          case "RSA" -> KeyKind.RSA;
          case "EC" -> KeyKind.EC;
          case "OKP" -> KeyKind.ED25519;
          default -> null;
        };
    if (kind == null) {
      return KeyReading.refused(type.isEmpty() ? KeyProblem.UNREADABLE : KeyProblem.UNSUPPORTED);
    }
    return lacking(kind).map(KeyReading::refused).orElseGet(() -> compared(read(kind)));
  }

  private Optional<KeyProblem> lacking(KeyKind kind) {
    String curve = jwk.text("crv").orElse("");
    boolean foreign =
        switch (kind) {
          case RSA -> false;
          case EC -> !curve.equals("P-256");
          case ED25519 -> !curve.equals("Ed25519");
        };
    if (foreign) {
      return Optional.of(KeyProblem.WRONG_CURVE);
    }
    if (jwk.text("d").isEmpty()) {
      return Optional.of(KeyProblem.PUBLIC_ONLY);
    }
    boolean primes = PRIMES.stream().allMatch(name -> jwk.text(name).isPresent());
    return kind == KeyKind.RSA && !primes ? Optional.of(KeyProblem.RSA_PRIMES) : Optional.empty();
  }

  private KeyReading read(KeyKind kind) {
    try {
      PrivateKey key = kind.factory().generatePrivate(spec(kind));
      return SigningKey.judge(kind, key);
    } catch (GeneralSecurityException | RuntimeException unreadable) {
      return KeyReading.refused(KeyProblem.UNREADABLE);
    }
  }

  private KeySpec spec(KeyKind kind) throws GeneralSecurityException {
    return switch (kind) {
      case RSA ->
          new RSAPrivateCrtKeySpec(
              number("n"),
              number("e"),
              number("d"),
              number("p"),
              number("q"),
              number("dp"),
              number("dq"),
              number("qi"));
      case EC -> new ECPrivateKeySpec(number("d"), KeyKind.p256());
      case ED25519 -> new EdECPrivateKeySpec(NamedParameterSpec.ED25519, bytes("d"));
    };
  }

  private BigInteger number(String name) {
    return number(bytes(name));
  }

  private static BigInteger number(byte[] bytes) {
    return new BigInteger(1, bytes);
  }

  private byte[] bytes(String name) {
    return decode(jwk.text(name).orElseThrow());
  }

  private static byte[] decode(String text) {
    return Base64.getUrlDecoder().decode(text);
  }

  /** The public part that was typed must be the one that belongs to the private part. */
  private KeyReading compared(KeyReading read) {
    SigningKey key = read.key();
    if (key == null) {
      return read;
    }
    Map<String, Object> members = PublicJwk.of(key.publicKey()).toJSONObject();
    boolean same =
        Stream.of("n", "e", "x", "y")
            .filter(members::containsKey)
            .allMatch(name -> isSame(name, String.valueOf(members.get(name))));
    return same ? read : KeyReading.refused(KeyProblem.MISMATCH);
  }

  /** Some libraries write a number longer than it must be (RFC 7518 section 6.3.1.1). */
  private boolean isSame(String name, String own) {
    try {
      return jwk.text(name).isPresent() && number(name).equals(number(decode(own)));
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }
}
