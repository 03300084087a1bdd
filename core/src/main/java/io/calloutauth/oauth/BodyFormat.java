package io.calloutauth.oauth;

/** How the parameters of a token request are written in its body. */
public enum BodyFormat {
  /** As a form, as RFC 6749 section 4.4.2 says. */
  FORM,
  /** As a JSON object, as some servers want it; a parameter that is given twice is an array. */
  JSON
}
