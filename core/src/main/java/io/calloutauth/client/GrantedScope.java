package io.calloutauth.client;

import io.calloutauth.json.JsonValue;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.ScopeSeparator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;

/** Reads the scope of a token response (RFC 6749 sections 3.3 and 5.1). */
final class GrantedScope {

  /** As long as a scope may be that is asked for. */
  private static final int LONGEST = 4_096;

  private GrantedScope() {}

  /** Tells whether a scope has more than 4,096 characters: it is kept with each token. */
  static boolean isTooLong(JsonValue value) {
    long length = value.text().length();
    for (JsonValue element : value.elements()) {
      length += element.text().length() + 1;
    }
    return length > LONGEST;
  }

  /**
   * Reads a string or an array of strings.
   *
   * @return the scope; empty when it is neither or holds characters that a scope must not
   */
  static Optional<Scope> read(JsonValue value, ScopeSeparator separator) {
    Optional<String> list = value.is(JsonValue.Kind.ARRAY) ? joined(value) : string(value);
    try {
      return list.map(text -> Scope.of(tokens(text, separator)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> string(JsonValue value) {
    return value.is(JsonValue.Kind.STRING) ? Optional.of(value.text()) : Optional.empty();
  }

  private static Optional<String> joined(JsonValue array) {
    List<String> texts = new ArrayList<>();
    for (JsonValue element : array.elements()) {
      if (!element.is(JsonValue.Kind.STRING)) {
        return Optional.empty();
      }
      texts.add(element.text());
    }
    return Optional.of(String.join(" ", texts));
  }

  private static List<String> tokens(String list, ScopeSeparator separator) {
    List<String> tokens = new ArrayList<>();
    StringTokenizer parts = new StringTokenizer(list, " " + separator.text());
    while (parts.hasMoreTokens()) {
      tokens.add(parts.nextToken());
    }
    return tokens;
  }
}
