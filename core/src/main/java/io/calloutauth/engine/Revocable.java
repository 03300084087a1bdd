package io.calloutauth.engine;

import io.calloutauth.client.Secret;
import io.calloutauth.store.UntoldRevocation;
import org.jspecify.annotations.Nullable;

/** A token whose server is to be told that it is revoked. Immutable; hides the token. */
final class Revocable {

  private final @Nullable UntoldRevocation untold;
  private final @Nullable Secret token;

  /**
   * Makes a revocation that is to be told.
   *
   * @param untold what the store keeps of it until then, or null when it keeps nothing
   * @param token the token, or null when it does not open here and now: another node may have the
   *     key
   */
  Revocable(@Nullable UntoldRevocation untold, @Nullable Secret token) {
    this.untold = untold;
    this.token = token;
  }

  @Nullable UntoldRevocation untold() {
    return untold;
  }

  @Nullable Secret token() {
    return token;
  }

  @Override
  public String toString() {
    return "Revocable[" + (untold == null ? "not kept" : "kept") + "]";
  }
}
