package io.calloutauth.client;

import java.nio.charset.CharacterCodingException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * The members of an answer's body, and what was odd about how they came. It may hold a token.
 * Immutable and thread-safe.
 */
final class AnswerBody {

  private final JsonValue members;
  private final Set<TokenWarning> warnings;
  private final boolean endsEarly;

  private AnswerBody(JsonValue members, Set<TokenWarning> warnings, boolean endsEarly) {
    this.members = members;
    this.warnings = Set.copyOf(warnings);
    this.endsEarly = endsEarly;
  }

  /**
   * Reads a body: JSON, form-encoded where the content type says so, or JSON without a content type
   * or with one of {@code text/*} when it starts with a brace.
   *
   * @throws UnreadableAnswerException when it is none of these
   */
  static AnswerBody read(HttpAnswer answer) throws UnreadableAnswerException {
    Set<TokenWarning> warnings = EnumSet.noneOf(TokenWarning.class);
    String text = withoutByteOrderMark(decode(answer.body()), warnings);
    if (text.isBlank()) {
      throw new UnreadableAnswerException(ResponseFlaw.EMPTY);
    }
    String type = mediaType(answer);
    if (type.equals("application/x-www-form-urlencoded")) {
      warnings.add(TokenWarning.FORM_ENCODED);
      return new AnswerBody(FormReader.read(text), warnings, false);
    }
    if (!isJson(type)) {
      requireBrace(type, text);
      warnings.add(TokenWarning.CONTENT_TYPE);
    }
    return new AnswerBody(JsonReader.readObject(text), warnings, false);
  }

  /** Reads the body of an answer that is an error anyway: an unreadable one has no members. */
  static AnswerBody ofError(HttpAnswer answer) {
    try {
      return read(answer);
    } catch (UnreadableAnswerException e) {
      boolean endsEarly = e.hint().filter(ResponseFlaw.ENDS_EARLY.text()::equals).isPresent();
      return new AnswerBody(JsonValue.NULL, Set.of(), endsEarly);
    }
  }

  private static String decode(byte[] body) throws UnreadableAnswerException {
    try {
      return StrictUtf8.decode(body, body.length);
    } catch (CharacterCodingException e) {
      throw new UnreadableAnswerException(TokenError.MALFORMED_RESPONSE);
    }
  }

  private static String withoutByteOrderMark(String text, Set<TokenWarning> warnings) {
    if (!text.startsWith("\uFEFF")) {
      return text;
    }
    warnings.add(TokenWarning.BOM);
    return text.substring(1);
  }

  private static String mediaType(HttpAnswer answer) {
    String type = answer.header("Content-Type").orElse("");
    int parameters = type.indexOf(';');
    return (parameters < 0 ? type : type.substring(0, parameters)).trim().toLowerCase(Locale.ROOT);
  }

  private static boolean isJson(String type) {
    return type.equals("application/json") || (type.endsWith("+json") && type.indexOf('/') > 0);
  }

  private static void requireBrace(String type, String text) throws UnreadableAnswerException {
    boolean mayBeJson = type.isEmpty() || type.startsWith("text/");
    if (!mayBeJson || new JsonScanner(text).peek() != '{') {
      throw new UnreadableAnswerException(TokenError.MALFORMED_RESPONSE);
    }
  }

  JsonValue members() {
    return members;
  }

  /** Returns whether the body is a JSON object, whatever is in it. */
  boolean isJsonObject() {
    return members.is(JsonValue.Kind.OBJECT) && !warnings.contains(TokenWarning.FORM_ENCODED);
  }

  /** Returns whether the body would have gone on. */
  boolean endsEarly() {
    return endsEarly;
  }

  Set<TokenWarning> warnings() {
    return warnings;
  }

  @Override
  public String toString() {
    return "AnswerBody[" + warnings + "]";
  }
}
