package io.calloutauth;

import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderEditor;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.store.StoreException;
import java.time.DateTimeException;
import java.util.function.Function;

/**
 * Thrown when the store is broken or out of reach. Whether a change was saved is not known when
 * {@link #retryable()}.
 */
public final class StoreUnavailableException extends CalloutAuthException {

  private final StoreException.Reason reason;

  StoreUnavailableException(StoreException cause) {
    super("The store failed: " + cause.getMessage(), retry(cause), cause);
    this.reason = cause.reason();
  }

  static StoreUnavailableException broken(ProviderRow row) {
    String why = "The provider " + NamedProvider.of(row) + " cannot be used: ";
    return new StoreUnavailableException(
        new StoreException(why + ProviderEditor.objection(row), false, null));
  }

  /**
   * Returns what a question about a row's provider is answered with.
   *
   * @throws StoreUnavailableException when the row is broken, or this version cannot read what is
   *     asked for
   */
  static <T> T read(ProviderRow row, Function<Provider, T> question) {
    if (row.content().isBroken()) {
      throw broken(row);
    }
    try {
      return question.apply(ProviderEditor.view(row));
    } catch (IllegalArgumentException | IllegalStateException | DateTimeException unreadable) {
      throw new StoreUnavailableException(
          new StoreException(
              "The provider "
                  + NamedProvider.of(row)
                  + " cannot be used: this version cannot read its settings; correct them",
              false,
              null));
    }
  }

  private static Retry retry(StoreException cause) {
    if (!cause.retryable()) {
      return Retry.NEVER;
    }
    return cause.retryAfter().isZero() ? Retry.SOON : Retry.after(cause.retryAfter());
  }

  /** Returns what kind of thing is broken. */
  public StoreException.Reason reason() {
    return reason;
  }
}
