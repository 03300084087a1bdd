package io.calloutauth.provider;

import io.calloutauth.oauth.LifetimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Collects what is typed about a provider's token responses, where they stray from RFC 6749: a part
 * of {@link ProviderSettings.Builder}, and as tolerant. Null and an empty text are the same as
 * none. Not thread-safe.
 */
public final class ResponseSettings {

  private final ProviderDraft draft;

  ResponseSettings(ProviderDraft draft) {
    this.draft = draft;
  }

  /** Sets what {@code expires_in} counts; seconds unless set. */
  public ResponseSettings lifetimeUnit(@Nullable LifetimeUnit unit) {
    draft.put(ResponseTable.LIFETIME_UNIT, unit);
    return this;
  }

  /**
   * Adds a name by which the server calls the token type Bearer, in whatever case, for example
   * {@code BearerToken}.
   */
  public ResponseSettings tokenTypeAlias(@Nullable String name) {
    draft.add(ResponseTable.TOKEN_TYPE_ALIASES, name);
    return this;
  }

  /** Takes away all names that were added. */
  public ResponseSettings noTokenTypeAliases() {
    draft.put(ResponseTable.TOKEN_TYPE_ALIASES, null);
    return this;
  }

  /**
   * Sets a JSON pointer (RFC 6901) to what is the token instead of {@code access_token}, for
   * example {@code /data/token}.
   */
  public ResponseSettings tokenPointer(@Nullable String pointer) {
    draft.put(ResponseTable.TOKEN_POINTER, pointer);
    return this;
  }

  /**
   * Sets a JSON pointer (RFC 6901) to what is the token type instead of {@code token_type}, for
   * example {@code /data/type}.
   */
  public ResponseSettings tokenTypePointer(@Nullable String pointer) {
    draft.put(ResponseTable.TOKEN_TYPE_POINTER, pointer);
    return this;
  }

  /**
   * Sets a JSON pointer (RFC 6901) to what tells the token's lifetime or end, in the lifetime unit,
   * where there is no {@code expires_in}; that one counts seconds then, for example {@code
   * /data/expires}.
   */
  public ResponseSettings lifetimePointer(@Nullable String pointer) {
    draft.put(ResponseTable.LIFETIME_POINTER, pointer);
    return this;
  }

  /** Returns nothing of what was typed. */
  @Override
  public String toString() {
    return "ResponseSettings";
  }
}
