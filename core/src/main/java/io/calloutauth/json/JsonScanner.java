package io.calloutauth.json;

import io.calloutauth.json.JsonException.Problem;

/** Cuts JSON text into its smallest parts (RFC 8259 sections 2, 6 and 7). Not thread-safe. */
public final class JsonScanner {

  private static final char END = '\uFFFF';

  private final String text;
  private int at;

  public JsonScanner(String text) {
    this.text = text;
  }

  /** Returns what is wrong here: the text is over, or it is not JSON. */
  JsonException malformed() {
    return at >= text.length()
        ? new JsonException(Problem.ENDS_EARLY)
        : new JsonException(Problem.MALFORMED);
  }

  /** Returns the next character that is not white space, without taking it. */
  public char peek() {
    while (" \t\r\n".indexOf(here()) >= 0) {
      at++;
    }
    return here();
  }

  private char here() {
    return at < text.length() ? text.charAt(at) : END;
  }

  boolean skip(char c) {
    if (peek() != c) {
      return false;
    }
    at++;
    return true;
  }

  void expect(char c) throws JsonException {
    if (!skip(c)) {
      throw malformed();
    }
  }

  void expectEnd() throws JsonException {
    peek();
    if (at < text.length()) {
      throw malformed();
    }
  }

  JsonValue word(String word, JsonValue value) throws JsonException {
    int end = Math.min(at + word.length(), text.length());
    String found = text.substring(at, end);
    if (!word.startsWith(found)) {
      throw malformed();
    }
    at = end;
    if (found.length() < word.length()) {
      throw malformed(); // the text is over
    }
    return value;
  }

  /** Takes a number and returns it as it is written, however long. */
  String number() throws JsonException {
    int start = at;
    take('-');
    if (!take('0')) {
      digits();
    }
    if (take('.')) {
      digits();
    }
    if (take('e') || take('E')) {
      skipSign();
      digits();
    }
    return text.substring(start, at);
  }

  private void skipSign() {
    if (here() == '+' || here() == '-') {
      at++;
    }
  }

  private boolean take(char c) {
    if (here() != c || at >= text.length()) {
      return false;
    }
    at++;
    return true;
  }

  private void digits() throws JsonException {
    int start = at;
    while (here() >= '0' && here() <= '9') {
      at++;
    }
    if (at == start) {
      throw malformed();
    }
  }

  /** Takes a string and returns what it stands for. What has no escapes is copied but once. */
  String string() throws JsonException {
    expect('"');
    int start = at;
    char c = nextOfString();
    while (c != '"' && c != '\\') {
      c = nextOfString();
    }
    String plain = text.substring(start, at - 1);
    if (c == '"') {
      return plain;
    }
    StringBuilder string = new StringBuilder(plain);
    for (; c != '"'; c = nextOfString()) {
      string.append(c == '\\' ? escaped() : c);
    }
    return string.toString();
  }

  private char nextOfString() throws JsonException {
    char c = next();
    if (c < 0x20) {
      throw malformed();
    }
    return c;
  }

  private char next() throws JsonException {
    if (at >= text.length()) {
      throw malformed();
    }
    return text.charAt(at++);
  }

  private char escaped() throws JsonException {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> fourHexDigits();
      default -> throw malformed();
    };
  }

  private char fourHexDigits() throws JsonException {
    int code = 0;
    for (int i = 0; i < 4; i++) {
      char c = next();
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw malformed();
      }
      code = code * 16 + digit;
    }
    return (char) code;
  }
}
