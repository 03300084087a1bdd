package io.calloutauth.oauth;

import java.util.Arrays;
import java.util.Optional;

/**
 * What keeps a response from being read, where more can be said than that it is malformed. A {@link
 * TokenFailure} keeps its text as its hint.
 */
public enum ResponseFlaw {
  /** There is nothing in it. */
  EMPTY("empty response", FailureClass.TRANSIENT),
  /** Its JSON ends before it is complete. */
  ENDS_EARLY("response ends early", FailureClass.TRANSIENT),
  /** It is a web page: the URL is one for people, or names no endpoint. */
  HTML("response is a web page", FailureClass.PERMANENT),
  /** Its bytes are text in no charset that is understood. */
  NOT_UTF8("response not in UTF-8", FailureClass.PERMANENT),
  /** It has more members or parameters than are read. */
  TOO_MANY_MEMBERS("more than 256 members", FailureClass.PERMANENT),
  /** Its header fields are longer or more than are read. */
  HEAD_TOO_LARGE("header fields too large", FailureClass.PERMANENT);

  private final String text;
  private final FailureClass failureClass;

  ResponseFlaw(String text, FailureClass failureClass) {
    this.text = text;
    this.failureClass = failureClass;
  }

  /** Returns it in words. */
  public String text() {
    return text;
  }

  public FailureClass failureClass() {
    return failureClass;
  }

  /** Returns the flaw that a hint names; empty when the hint says something else. */
  public static Optional<ResponseFlaw> named(String hint) {
    return Arrays.stream(values()).filter(flaw -> flaw.text.equals(hint)).findFirst();
  }
}
