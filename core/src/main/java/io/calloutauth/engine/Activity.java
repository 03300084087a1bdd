package io.calloutauth.engine;

import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.StoreException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an engine is doing at a moment, on this node.
 *
 * @param running how many token requests run
 * @param waiting how many token requests wait for a place
 * @param tokensHeld how many providers' tokens are held
 * @param storeTrouble what was wrong with the store when it was polled for changes last, or null
 * @param storeSince since when it has been so
 * @param failing the providers whose last token request on this node failed
 */
public record Activity(
    int running,
    int waiting,
    int tokensHeld,
    StoreException.@Nullable Reason storeTrouble,
    Instant storeSince,
    List<Failing> failing) {

  /** Copies the list. */
  public Activity {
    failing = List.copyOf(failing);
  }

  /**
   * A provider whose last token request failed.
   *
   * @param provider the provider
   * @param name its name
   * @param failure why
   */
  public record Failing(ProviderKey provider, String name, TokenFailure failure) {}
}
