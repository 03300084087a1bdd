package io.calloutauth.client;

import io.calloutauth.json.JsonValue;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenWarning;
import java.util.EnumSet;
import java.util.Set;

/** The token type of a response (RFC 6749 section 7.1): Bearer, or what a provider calls it. */
final class TokenType {

  private TokenType() {}

  /**
   * Returns what is unusual about a token type that is Bearer or an alias of it.
   *
   * @param member what the response calls it; an empty text where it does not say
   * @throws UnreadableResponseException when it is another one
   */
  static Set<TokenWarning> check(JsonValue member, Set<String> aliases)
      throws UnreadableResponseException {
    if (!member.is(JsonValue.Kind.STRING)) {
      throw new UnreadableResponseException(TokenError.MALFORMED_RESPONSE);
    }
    Set<TokenWarning> warnings = EnumSet.noneOf(TokenWarning.class);
    String type = trim(member.text());
    if (type.isEmpty()) {
      warnings.add(TokenWarning.TOKEN_TYPE_MISSING);
      return warnings;
    }
    if (type.length() < member.text().length()) {
      warnings.add(TokenWarning.TOKEN_TYPE_TRIMMED);
    }
    if (!type.equalsIgnoreCase("Bearer")) {
      requireAlias(type, aliases);
      warnings.add(TokenWarning.TOKEN_TYPE_ALIAS);
    }
    return warnings;
  }

  private static void requireAlias(String type, Set<String> aliases)
      throws UnreadableResponseException {
    if (aliases.stream().noneMatch(type::equalsIgnoreCase)) {
      throw new UnreadableResponseException(TokenError.UNSUPPORTED_TOKEN_TYPE);
    }
  }

  /** Line breaks are no white space here: a type with one is not a type. */
  private static String trim(String type) {
    int start = 0;
    int end = type.length();
    while (start < end && isBlank(type.charAt(start))) {
      start++;
    }
    while (start < end && isBlank(type.charAt(end - 1))) {
      end--;
    }
    return type.substring(start, end);
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }
}
