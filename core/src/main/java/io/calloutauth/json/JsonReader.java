package io.calloutauth.json;

import io.calloutauth.json.JsonException.Problem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads one JSON object or value (RFC 8259) from text that an untrusted server sent: nested at most
 * 32 deep, with at most 256 members and array elements in all unless the caller expects more, no
 * member twice in one object, and nothing behind it.
 */
public final class JsonReader {

  private static final int DEPTH = 32;
  private static final int MEMBERS = 256;

  private final JsonScanner in;
  private final int mostMembers;
  private int depth;
  private int members;

  private JsonReader(String text, int mostMembers) {
    this.in = new JsonScanner(text);
    this.mostMembers = mostMembers;
  }

  /**
   * Returns the object.
   *
   * @throws JsonException when the text is not one object within the limits
   */
  public static JsonValue readObject(String text) throws JsonException {
    return readObject(text, MEMBERS);
  }

  /**
   * Returns the object.
   *
   * @param mostMembers how many members and array elements there may be in all
   * @throws JsonException when the text is not one object within the limits
   */
  public static JsonValue readObject(String text, int mostMembers) throws JsonException {
    JsonReader reader = new JsonReader(text, mostMembers);
    if (reader.in.peek() != '{') {
      throw reader.in.malformed();
    }
    JsonValue object = reader.object();
    reader.in.expectEnd();
    return object;
  }

  /**
   * Returns a value of any kind.
   *
   * @throws JsonException when the text is not one value within the limits
   */
  public static JsonValue readValue(String text) throws JsonException {
    JsonReader reader = new JsonReader(text, MEMBERS);
    JsonValue value = reader.value();
    reader.in.expectEnd();
    return value;
  }

  private JsonValue value() throws JsonException {
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

  private JsonValue object() throws JsonException {
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

  private void addMember(Map<String, JsonValue> object) throws JsonException {
    if (in.peek() != '"') {
      throw in.malformed();
    }
    countMember();
    String name = in.string();
    in.expect(':');
    if (object.put(name, value()) != null) {
      throw new JsonException(Problem.DUPLICATE_MEMBER);
    }
  }

  private JsonValue array() throws JsonException {
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
  private void countMember() throws JsonException {
    if (++members > mostMembers) {
      throw new JsonException(Problem.TOO_MANY_MEMBERS);
    }
  }

  private void open(char bracket) throws JsonException {
    in.expect(bracket);
    if (++depth > DEPTH) {
      throw new JsonException(Problem.TOO_DEEP);
    }
  }

  private void close(char bracket) throws JsonException {
    in.expect(bracket);
    depth--;
  }
}
