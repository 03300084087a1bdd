package io.calloutauth.keys;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads a private key from PEM (RFC 7468). What stands beside the key, a certificate or text, is
 * passed over. No parser's exception becomes a cause: it could hold the key.
 */
final class PemReader {

  private static final String PRIVATE = "PRIVATE KEY";
  private static final int LONGEST = 20_000;
  private static final Pattern BLOCK =
      Pattern.compile(
          "-----BEGIN ([A-Z0-9 ]{1,40})-----(.*?)-----END ([A-Z0-9 ]{1,40})-----", Pattern.DOTALL);

  /** Object identifiers as they stand at the start of a PKCS#8 form. */
  private static final Map<String, KeyKind> KINDS =
      Map.of(
          "06092a864886f70d010101", KeyKind.RSA,
          "06072a8648ce3d0201", KeyKind.EC,
          "06032b6570", KeyKind.ED25519);

  private static final String P256 = "06082a8648ce3d030107";
  private static final String ED448 = "06032b6571";
  private static final int START = 40;

  private PemReader() {}

  static KeyReading read(String text) {
    List<String[]> blocks = text.length() > LONGEST ? List.of() : blocks(text);
    List<String[]> plain = blocks.stream().filter(block -> block[0].equals(PRIVATE)).toList();
    if (plain.size() == 1) {
      return readBlock(plain.get(0)[1]);
    }
    return KeyReading.refused(plain.isEmpty() ? otherwise(blocks) : KeyProblem.SEVERAL_KEYS);
  }

  private static List<String[]> blocks(String text) {
    Matcher found = BLOCK.matcher(text);
    Stream.Builder<String[]> blocks = Stream.builder();
    while (found.find()) {
      if (found.group(1).equals(found.group(3))) {
        blocks.add(new String[] {found.group(1), found.group(2)});
      }
    }
    return blocks.build().toList();
  }

  private static KeyProblem otherwise(List<String[]> blocks) {
    List<String> labels = blocks.stream().map(block -> block[0]).toList();
    if (labels.contains("ENCRYPTED " + PRIVATE)
        || blocks.stream().anyMatch(block -> block[1].contains("ENCRYPTED"))) {
      return KeyProblem.ENCRYPTED;
    }
    if (labels.stream().anyMatch(label -> label.endsWith(PRIVATE))) {
      return KeyProblem.NOT_PKCS8;
    }
    boolean shown =
        labels.stream().anyMatch(each -> each.endsWith("PUBLIC KEY") || each.equals("CERTIFICATE"));
    return shown ? KeyProblem.PUBLIC_ONLY : KeyProblem.UNREADABLE;
  }

  private static KeyReading readBlock(String base64) {
    try {
      return read(Base64.getMimeDecoder().decode(base64));
    } catch (IllegalArgumentException notBase64) {
      return KeyReading.refused(KeyProblem.UNREADABLE);
    }
  }

  /** Reads the PKCS#8 form of a private key (RFC 5208). */
  static KeyReading read(byte[] pkcs8) {
    String start = HexFormat.of().formatHex(pkcs8, 0, Math.min(START, pkcs8.length));
    KeyKind kind =
        KINDS.entrySet().stream()
            .filter(each -> start.contains(each.getKey()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElse(null);
    if (kind == null) {
      return KeyReading.refused(unknown(start));
    }
    try {
      return SigningKey.judge(kind, kind.read(pkcs8));
    } catch (GeneralSecurityException | RuntimeException unreadable) {
      boolean foreign = kind == KeyKind.EC && !start.contains(P256);
      return KeyReading.refused(foreign ? KeyProblem.WRONG_CURVE : KeyProblem.UNREADABLE);
    }
  }

  private static KeyProblem unknown(String start) {
    if (start.contains(ED448)) {
      return KeyProblem.WRONG_CURVE;
    }
    return start.startsWith("30") ? KeyProblem.UNSUPPORTED : KeyProblem.UNREADABLE;
  }
}
