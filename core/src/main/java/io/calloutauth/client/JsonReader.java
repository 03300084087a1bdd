package io.calloutauth.client;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON object (RFC 8259) from text that an untrusted server sent: nested at most 32 deep,
 * with at most 256 members and array elements in all, no member twice in one object, and nothing
 * behind it.
 */
final class JsonReader {

  private static final int DEPTH = 32;
  private static final int MEMBERS = 256;

  private final JsonScanner in;
  private int depth;
  private int members;

  private JsonReader(String text) {
    this.in = new JsonScanner(text);
  }

  /**
   * Returns the object.
   *
   * @throws UnreadableAnswerException when the text is not one object within the limits
   */
  static JsonValue readObject(String text) throws UnreadableAnswerException {
    JsonReader reader = new JsonReader(text);
    if (reader.in.peek() != '{') {
      throw reader.in.malformed();
    }
    JsonValue object = reader.object();
    reader.in.expectEnd();
    return object;
  }

  private JsonValue value() throws UnreadableAnswerException {
    return switch (in.peek()) {
      case '{' -> object();
      case '[' -> array();
      case '"' -> JsonValue.string(in.string());
      case 't' -> in.word("true", JsonValue.TRUE);
      case 'f' -> in.word("false", JsonValue.FALSE);
      case 'n' -> in.word("null", JsonValue.NULL);
      default -> JsonValue.number(in.number());
    };
  }

  private JsonValue object() throws UnreadableAnswerException {
    open('{');
    Map<String, JsonValue> object = new LinkedHashMap<>();
    if (in.peek() != '}') {
      do {
        addMember(object);
      } while (in.skip(','));
    }
    close('}');
    return JsonValue.object(object);
  }

  private void addMember(Map<String, JsonValue> object) throws UnreadableAnswerException {
    if (in.peek() != '"') {
      throw in.malformed();
    }
    countMember();
    String name = in.string();
    in.expect(':');
    if (object.put(name, value()) != null) {
      throw new UnreadableAnswerException(TokenError.DUPLICATE_PARAMETER);
    }
  }

  private JsonValue array() throws UnreadableAnswerException {
    open('[');
    List<JsonValue> array = new ArrayList<>();
    if (in.peek() != ']') {
      do {
        countMember();
        array.add(value());
      } while (in.skip(','));
    }
    close(']');
    return JsonValue.array(array);
  }

  /** An element costs as much as a member does. */
  private void countMember() throws UnreadableAnswerException {
    if (++members > MEMBERS) {
      throw new UnreadableAnswerException(ResponseFlaw.TOO_MANY_MEMBERS);
    }
  }

  private void open(char bracket) throws UnreadableAnswerException {
    in.expect(bracket);
    if (++depth > DEPTH) {
      throw new UnreadableAnswerException(TokenError.JSON_TOO_DEEP);
    }
  }

  private void close(char bracket) throws UnreadableAnswerException {
    in.expect(bracket);
    depth--;
  }
}
