package io.calloutauth.client;

/** What was odd about an answer whose token is used all the same. */
public enum TokenWarning {
  /** {@code token_type} is missing; Bearer is assumed (RFC 6749 section 5.1 requires it). */
  TOKEN_TYPE_MISSING,
  /** {@code token_type} is another name for Bearer that the provider lists. */
  TOKEN_TYPE_ALIAS,
  /** {@code token_type} had spaces around it. */
  TOKEN_TYPE_TRIMMED,
  /** {@code expires_in} is 0: the token is not kept. */
  LIFETIME_ZERO,
  /** {@code expires_in} cannot be read; the provider's default lifetime is used. */
  LIFETIME_INVALID,
  /** The answer came out of a cache: its age was taken off the lifetime. */
  CACHED_RESPONSE,
  /** {@code scope} cannot be read. */
  SCOPE_INVALID,
  /** Less scope was granted than asked for. */
  SCOPE_REDUCED,
  /** The content type is not JSON's, or is missing. */
  CONTENT_TYPE,
  /** The body is form-encoded instead of JSON. */
  FORM_ENCODED,
  /** The body starts with a byte order mark. */
  BOM,
  /** The status is 201 instead of 200. */
  STATUS_201,
  /** {@code Cache-Control: no-store} is missing (RFC 6749 section 5.1 requires it). */
  NO_STORE_MISSING
}
