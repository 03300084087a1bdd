package io.calloutauth.oauth;

/** How the parameters of a token request are written in its body. */
public enum BodyFormat {
  /** As a form, as RFC 6749 section 4.4.2 says. */
  FORM("form"),
  /** As a JSON object, as some servers want it; a parameter that is given twice is an array. */
  JSON("json");

  private final String value;

  BodyFormat(String value) {
    this.value = value;
  }

  /** Returns the name by which the choice is stored and written: it never changes. */
  public String value() {
    return value;
  }
}
