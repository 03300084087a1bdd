package io.calloutauth.client;

import java.nio.charset.CharacterCodingException;
import java.util.HashMap;
import java.util.Map;

/**
 * Reads a form-encoded body as if it were a JSON object of strings: some servers answer so in spite
 * of RFC 6749 section 5.1. Names must not repeat, and there are at most 256.
 */
final class FormReader {

  private static final int PARAMETERS = 256;

  private FormReader() {}

  /**
   * Returns the parameters.
   *
   * @throws UnreadableAnswerException when the text is not form-encoded UTF-8, or a name repeats
   */
  static JsonValue read(String text) throws UnreadableAnswerException {
    Map<String, JsonValue> parameters = new HashMap<>();
    for (String pair : text.strip().split("&", PARAMETERS + 2)) {
      if (!pair.isEmpty()) {
        add(pair, parameters);
      }
    }
    return JsonValue.object(parameters);
  }

  private static void add(String pair, Map<String, JsonValue> parameters)
      throws UnreadableAnswerException {
    int equals = pair.indexOf('=');
    if (equals < 1 || parameters.size() == PARAMETERS) {
      throw new UnreadableAnswerException(TokenError.MALFORMED_RESPONSE);
    }
    JsonValue value = JsonValue.string(decode(pair.substring(equals + 1)));
    if (parameters.put(decode(pair.substring(0, equals)), value) != null) {
      throw new UnreadableAnswerException(TokenError.DUPLICATE_PARAMETER);
    }
  }

  private static String decode(String encoded) throws UnreadableAnswerException {
    byte[] bytes = new byte[encoded.length()];
    int length = 0;
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '%') {
        bytes[length++] = (byte) (hexDigit(encoded, i + 1) * 16 + hexDigit(encoded, i + 2));
        i += 2;
      } else {
        bytes[length++] = ascii(c == '+' ? ' ' : c);
      }
    }
    try {
      return StrictUtf8.decode(bytes, length);
    } catch (CharacterCodingException e) {
      throw new UnreadableAnswerException(TokenError.MALFORMED_RESPONSE);
    }
  }

  private static byte ascii(char c) throws UnreadableAnswerException {
    if (c >= 0x80) {
      throw new UnreadableAnswerException(TokenError.MALFORMED_RESPONSE);
    }
    return (byte) c;
  }

  private static int hexDigit(String text, int at) throws UnreadableAnswerException {
    char c = at < text.length() ? text.charAt(at) : '\uFFFF';
    int digit = c < 0x80 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw new UnreadableAnswerException(TokenError.MALFORMED_RESPONSE);
    }
    return digit;
  }
}
