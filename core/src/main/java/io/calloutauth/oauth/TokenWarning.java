package io.calloutauth.oauth;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** What was odd about a response whose token is used all the same. */
public enum TokenWarning {
  /** {@code token_type} is missing; Bearer is assumed (RFC 6749 section 5.1 requires it). */
  TOKEN_TYPE_MISSING("the response does not name the type of the token"),
  /** {@code token_type} is another name for Bearer that the provider lists. */
  TOKEN_TYPE_ALIAS("the type of the token has another name than Bearer"),
  /** {@code token_type} had spaces around it. */
  TOKEN_TYPE_TRIMMED("the type of the token had spaces around it"),
  /** {@code expires_in} is missing; the provider's default lifetime is used. */
  LIFETIME_MISSING("the response does not say how long the token lives: the default is used"),
  /** {@code expires_in} is 0: the token is not kept. */
  LIFETIME_ZERO("the token lives for no time at all and is not kept"),
  /** {@code expires_in} cannot be read; the provider's default lifetime is used. */
  LIFETIME_INVALID("the lifetime of the token cannot be read: the default is used"),
  /** The response came out of a cache: its age was taken off the lifetime. */
  CACHED_RESPONSE("the response came out of a cache"),
  /** {@code scope} cannot be read. */
  SCOPE_INVALID("the scope granted cannot be read"),
  /** {@code scope} has more than 4,096 characters: the scope asked for is kept in its place. */
  SCOPE_TOO_LONG("the scope granted is too long to be kept: the scope asked for is shown"),
  /** Less scope was granted than asked for. */
  SCOPE_REDUCED("less scope was granted than asked for"),
  /**
   * {@code refresh_token} is empty, longer than 64 KiB or holds what no form may: the one before
   * stays.
   */
  REFRESH_TOKEN_INVALID("the new refresh token cannot be used: the one before stays"),
  /** The content type is not JSON's, or is missing. */
  CONTENT_TYPE("the content type of the response is not JSON"),
  /** The body is in the charset that the content type names, and not in UTF-8. */
  CHARSET("the response is not in UTF-8"),
  /** {@code Content-Encoding} names something that is no content coding. */
  CONTENT_ENCODING("the response names a content coding that is none"),
  /** The body is form-encoded instead of JSON. */
  FORM_ENCODED("the response is form-encoded instead of JSON"),
  /** The body starts with a byte order mark. */
  BOM("the response starts with a byte order mark"),
  /** The status is 201 instead of 200. */
  STATUS_201("the status of the response is 201 instead of 200"),
  /** The status is 203 instead of 200: somebody on the way may have changed the response. */
  STATUS_203("the status of the response is 203 instead of 200"),
  /** {@code Cache-Control: no-store} is missing (RFC 6749 section 5.1 requires it). */
  NO_STORE_MISSING("the response lacks Cache-Control: no-store");

  private final String text;

  TokenWarning(String text) {
    this.text = text;
  }

  /** Returns what was odd, in words for an administrator that go on after a colon. */
  public String text() {
    return text;
  }

  /** Returns the names of warnings, as a store keeps them. */
  public static Set<String> names(Set<TokenWarning> warnings) {
    return warnings.stream().map(TokenWarning::name).collect(Collectors.toUnmodifiableSet());
  }

  /** Returns the warnings of some names; what another version of this library named is left out. */
  public static Set<TokenWarning> named(Set<String> names) {
    return Arrays.stream(values())
        .filter(warning -> names.contains(warning.name()))
        .collect(Collectors.toUnmodifiableSet());
  }
}
