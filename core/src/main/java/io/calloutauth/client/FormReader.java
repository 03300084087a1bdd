package io.calloutauth.client;

import io.calloutauth.json.JsonValue;
import io.calloutauth.oauth.ResponseFlaw;
import io.calloutauth.oauth.TokenError;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads a form-encoded body as if it were a JSON object of strings: some servers answer so in spite
 * of RFC 6749 section 5.1. Names must not repeat, and there are at most 256.
 */
final class FormReader {

  private static final int PARAMETERS = 256;

  private static final Pattern SHAPE =
      Pattern.compile("&*[A-Za-z0-9_.~%+*\\[\\]-]++=[!-~&&[^<>\"{}]]*+\\s*+");

  private FormReader() {}

  /**
   * Tells whether a text looks like a form: pairs of visible ASCII, without what HTML starts with.
   */
  static boolean hasShape(String text) {
    return SHAPE.matcher(text).matches();
  }

  /**
   * Returns the parameters.
   *
   * @throws UnreadableResponseException when the text is not form-encoded UTF-8, or a name repeats
   */
  static JsonValue read(String text) throws UnreadableResponseException {
    Map<String, JsonValue> parameters = new HashMap<>();
    for (String pair : text.strip().split("&", PARAMETERS + 2)) {
      if (!pair.isEmpty()) {
        add(pair, parameters);
      }
    }
    return JsonValue.object(parameters);
  }

  private static void add(String pair, Map<String, JsonValue> parameters)
      throws UnreadableResponseException {
    int equals = pair.indexOf('=');
    if (equals < 1) {
      throw new UnreadableResponseException(TokenError.MALFORMED_RESPONSE);
    }
    if (parameters.size() == PARAMETERS) {
      throw new UnreadableResponseException(ResponseFlaw.TOO_MANY_MEMBERS);
    }
    JsonValue value = JsonValue.string(decode(pair.substring(equals + 1)));
    if (parameters.put(decode(pair.substring(0, equals)), value) != null) {
      throw new UnreadableResponseException(TokenError.DUPLICATE_PARAMETER);
    }
  }

  /** Undoes the encoding of a name or value. */
  static String decode(String encoded) throws UnreadableResponseException {
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
      return BodyText.StrictCharset.decode(bytes, length, StandardCharsets.UTF_8);
    } catch (CharacterCodingException e) {
      throw new UnreadableResponseException(TokenError.MALFORMED_RESPONSE);
    }
  }

  private static byte ascii(char c) throws UnreadableResponseException {
    if (c >= 0x80) {
      throw new UnreadableResponseException(TokenError.MALFORMED_RESPONSE);
    }
    return (byte) c;
  }

  private static int hexDigit(String text, int at) throws UnreadableResponseException {
    char c = at < text.length() ? text.charAt(at) : '\uFFFF';
    int digit = c < 0x80 ? Character.digit(c, 16) : -1;
    if (digit < 0) {
      throw new UnreadableResponseException(TokenError.MALFORMED_RESPONSE);
    }
    return digit;
  }

  /**
   * Finds the parameters of an error response in a form-encoded body that a strict parser refuses:
   * what cannot be decoded is left out, and of a name that repeats the first counts.
   */
  static final class LenientForm {

    private static final int PARAMETERS = 256;

    private LenientForm() {}

    /** Returns what was found, as an object; it may be empty. */
    static JsonValue read(String text) {
      Map<String, JsonValue> parameters = new HashMap<>();
      for (String pair : text.strip().split("&", PARAMETERS + 1)) {
        int equals = pair.indexOf('=');
        if (equals > 0 && parameters.size() < PARAMETERS) {
          add(pair.substring(0, equals), pair.substring(equals + 1), parameters);
        }
      }
      return JsonValue.object(parameters);
    }

    private static void add(String name, String value, Map<String, JsonValue> parameters) {
      try {
        parameters.putIfAbsent(FormReader.decode(name), JsonValue.string(FormReader.decode(value)));
      } catch (UnreadableResponseException leftOut) {
        return;
      }
    }
  }
}
