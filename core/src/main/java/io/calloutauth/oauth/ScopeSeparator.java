package io.calloutauth.oauth;

/** What stands between two tokens of a scope, in requests and in answers. */
public enum ScopeSeparator {
  /** A space, as RFC 6749 section 3.3 says. */
  SPACE(" "),
  /** A comma. */
  COMMA(","),
  /** A plus sign. */
  PLUS("+");

  private final String text;

  ScopeSeparator(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
