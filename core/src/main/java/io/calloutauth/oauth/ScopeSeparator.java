package io.calloutauth.oauth;

/** What stands between two tokens of a scope, in requests and in responses. */
public enum ScopeSeparator {
  /** A space, as RFC 6749 section 3.3 says. */
  SPACE("space", " "),
  /** A comma. */
  COMMA("comma", ","),
  /** A plus sign. */
  PLUS("plus", "+");

  private final String value;
  private final String text;

  ScopeSeparator(String value, String text) {
    this.value = value;
    this.text = text;
  }

  /** Returns the name by which the choice is stored and written: it never changes. */
  public String value() {
    return value;
  }

  /** Returns the separator itself. */
  public String text() {
    return text;
  }
}
