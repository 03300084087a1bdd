package io.calloutauth.client;

import io.calloutauth.oauth.ResponseFlaw;
import io.calloutauth.oauth.TokenWarning;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Decodes response bodies: as UTF-8, which JSON is (RFC 8259 section 8.1), or in the one-byte
 * charset that the content type names, where they are not UTF-8.
 */
final class BodyText {

  /** Stands for bytes that mean nothing. */
  static final char REPLACEMENT = '\uFFFD';

  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private BodyText() {}

  /**
   * Returns the text of a body, and adds to the warnings what was odd about it.
   *
   * @throws UnreadableResponseException when the bytes are no text in such a charset
   */
  static String decode(HttpResult response, Set<TokenWarning> warnings)
      throws UnreadableResponseException {
    String text = strict(response, warnings);
    if (text.indexOf('\0') >= 0) { // UTF-16 and UTF-32 look like this
      throw new UnreadableResponseException(ResponseFlaw.NOT_UTF8);
    }
    return withoutByteOrderMark(text, warnings);
  }

  /**
   * Returns the text of a body with a replacement for each byte that means nothing.
   *
   * @param most how many bytes of it are read
   */
  static String replacing(HttpResult response, int most) {
    int length = Math.min(response.body().length, most);
    String text = new String(response.body(), 0, length, StandardCharsets.UTF_8);
    return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
  }

  private static String strict(HttpResult response, Set<TokenWarning> warnings)
      throws UnreadableResponseException {
    byte[] body = response.body();
    try {
      return StrictCharset.decode(body, body.length, StandardCharsets.UTF_8);
    } catch (CharacterCodingException notUtf8) {
      Optional<Charset> named = charset(response);
      if (named.isEmpty()) {
        throw new UnreadableResponseException(flaw(body));
      }
      warnings.add(TokenWarning.CHARSET);
      return decode(body, named.get());
    }
  }

  private static String decode(byte[] body, Charset charset) throws UnreadableResponseException {
    try {
      return StrictCharset.decode(body, body.length, charset);
    } catch (CharacterCodingException e) {
      throw new UnreadableResponseException(ResponseFlaw.NOT_UTF8);
    }
  }

  private static ResponseFlaw flaw(byte[] body) {
    int start = body.length - 1;
    while (start > 0 && (body[start] & 0xC0) == 0x80) {
      start--;
    }
    boolean cut = start >= 0 && body.length - start < length(body[start]);
    return cut && isUtf8(body, start) ? ResponseFlaw.ENDS_EARLY : ResponseFlaw.NOT_UTF8;
  }

  /** Returns how many bytes a character has that starts with a byte; 0 when none does. */
  private static int length(byte first) {
    int value = first & 0xFF;
    if (value < 0xC2 || value > 0xF4) {
      return 0;
    }
    return value < 0xE0 ? 2 : value < 0xF0 ? 3 : 4;
  }

  private static boolean isUtf8(byte[] body, int length) {
    try {
      StrictCharset.decode(body, length, StandardCharsets.UTF_8);
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static Optional<Charset> charset(HttpResult response) {
    return switch (ResponseHeaders.MediaType.of(response).charset().toLowerCase(Locale.ROOT)) {
      case "iso-8859-1", "latin1" -> Optional.of(StandardCharsets.ISO_8859_1);
      case "us-ascii", "ascii" -> Optional.of(StandardCharsets.US_ASCII);
      case "windows-1252", "cp1252" -> Optional.of(Charset.forName("windows-1252"));
      default -> Optional.empty();
    };
  }

  private static String withoutByteOrderMark(String text, Set<TokenWarning> warnings) {
    if (!text.startsWith(BYTE_ORDER_MARK)) {
      return text;
    }
    warnings.add(TokenWarning.BOM);
    return text.substring(1);
  }

  /** Decodes text without replacing what is malformed. */
  static final class StrictCharset {

    private StrictCharset() {}

    /**
     * Returns the text of the first bytes.
     *
     * @throws CharacterCodingException when they are no text in that charset
     */
    static String decode(byte[] bytes, int length, Charset charset)
        throws CharacterCodingException {
      return charset
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    }
  }
}
