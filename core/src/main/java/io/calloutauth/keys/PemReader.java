package io.calloutauth.keys;

import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a private key from PEM (RFC 7468). What stands beside the key, a certificate or text, is
 * passed over. No parser's exception becomes a cause: it could hold the key.
 */
final class PemReader {

  /** The label of PKCS#8, and the end of those of other private keys. */
  static final String PRIVATE = "PRIVATE KEY";

  private static final int LONGEST = 20_000;
  private static final Pattern BOUNDARY =
      Pattern.compile("-----(BEGIN|END) ([A-Z0-9 ]{1,40})-----");

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

  /** One encapsulated block: its label, and what stands between its lines. */
  record Block(String label, String base64) {

    /** Returns the label. */
    @Override
    public String toString() {
      return "Block[" + label + "]";
    }
  }

  static KeyReading read(String text) {
    List<Block> blocks = text.length() > LONGEST ? List.of() : blocks(text);
    List<Block> plain = blocks.stream().filter(block -> block.label().equals(PRIVATE)).toList();
    if (plain.size() == 1) {
      return readBlock(plain.get(0).base64());
    }
    return KeyReading.refused(plain.isEmpty() ? otherwise(blocks) : KeyProblem.SEVERAL_KEYS);
  }

  /**
   * Returns all blocks of a text, of whatever label. What was copied out of JSON has its line
   * breaks escaped.
   */
  static List<Block> blocks(String text) {
    return find(text.replace("\\r", "").replace("\\n", "\n"));
  }

  /** Looks at each boundary once: who types a text must not choose how long that takes. */
  static List<Block> find(CharSequence text) {
    Matcher boundary = BOUNDARY.matcher(text);
    Stream.Builder<Block> blocks = Stream.builder();
    String label = "";
    int start = 0;
    while (boundary.find()) {
      boolean begins = boundary.group(1).equals("BEGIN");
      if (!begins && boundary.group(2).equals(label)) {
        blocks.add(new Block(label, text.subSequence(start, boundary.start()).toString()));
      }
      if (!begins || label.isEmpty()) {
        label = begins ? boundary.group(2) : "";
        start = boundary.end();
      }
    }
    return blocks.build().toList();
  }

  private static KeyProblem otherwise(List<Block> blocks) {
    List<String> labels = blocks.stream().map(Block::label).toList();
    if (labels.contains("ENCRYPTED " + PRIVATE)
        || blocks.stream().anyMatch(block -> block.base64().contains("ENCRYPTED"))) {
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
    String start = start(pkcs8);
    KeyKind kind = kind(pkcs8);
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

  /** Returns the kind of key that a PKCS#8 form is of; null when it is of none of ours. */
  static @Nullable KeyKind kind(byte[] pkcs8) {
    String start = start(pkcs8);
    return KINDS.entrySet().stream()
        .filter(each -> start.contains(each.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private static String start(byte[] pkcs8) {
    return HexFormat.of().formatHex(pkcs8, 0, Math.min(START, pkcs8.length));
  }

  private static KeyProblem unknown(String start) {
    if (start.contains(ED448)) {
      return KeyProblem.WRONG_CURVE;
    }
    return start.startsWith("30") ? KeyProblem.UNSUPPORTED : KeyProblem.UNREADABLE;
  }
}
