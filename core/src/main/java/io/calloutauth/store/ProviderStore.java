package io.calloutauth.store;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Keeps providers. Thread-safe; every method may block, and joins the host's transaction where the
 * store supports that.
 *
 * @see Store
 */
public interface ProviderStore {

  /** What became of {@link #create}. */
  enum Creation {
    /**
     * The provider is stored, with version, epoch and authorization 1, and an empty token row
     * beside it.
     */
    CREATED,
    /** The tenant has a provider with this name's key; nothing changed. */
    NAME_TAKEN,
    /** The tenant has as many providers as it may; nothing changed. */
    LIMIT_REACHED
  }

  /**
   * What became of {@link #update}.
   *
   * @param outcome whether it is stored
   * @param version the provider's version from now on; 0 unless it is stored
   * @param epoch the provider's token epoch from now on; 0 unless it is stored
   * @param authorization the number of its authorization from now on; 0 unless it is stored
   */
  record Update(Outcome outcome, long version, long epoch, long authorization) {

    /** Whether an update is stored. */
    public enum Outcome {
      /** The content is stored, under a new version. */
      UPDATED,
      /** There is no such provider; nothing changed. */
      NOT_FOUND,
      /** The provider's version is another; nothing changed. */
      STALE,
      /** Another provider of the tenant has this name's key; nothing changed. */
      NAME_TAKEN
    }

    /** Returns what became of an update that changed nothing. */
    public static Update refused(Outcome why) {
      return new Update(why, 0, 0, 0);
    }
  }

  /**
   * What became of {@link #delete}.
   *
   * @param found whether there was such a provider
   * @param users how many notifications are bound to it; above 0 nothing was deleted
   * @param firstUsers the first of their ids, in byte order
   */
  record Deletion(boolean found, long users, List<String> firstUsers) {

    /** Copies the list. */
    public Deletion {
      firstUsers = List.copyOf(firstUsers);
    }

    /** Returns whether the provider is gone now and was there before. */
    public boolean deleted() {
      return found && users == 0;
    }
  }

  /**
   * Stores a new provider.
   *
   * @param limit how many providers the tenant may have; creations that run at the same moment may
   *     pass it by their number
   */
  Creation create(ProviderKey key, ProviderContent content, int limit);

  /**
   * Replaces a provider's content. The store numbers the version and what begins anew: one more
   * than the last one, or the milliseconds of its clock, whichever is more.
   *
   * @param readVersion the version that the change is based on
   * @param anew which other numbers begin anew
   */
  Update update(ProviderKey key, long readVersion, NewNumber anew, ProviderContent content);

  /** Returns a provider with its sealed values, all from one read; empty when there is none. */
  Optional<ProviderRow> find(ProviderKey key);

  /** Returns the provider with this name's key; empty when there is none. */
  Optional<ProviderRow> findByName(String tenant, String nameKey);

  /**
   * Returns a tenant's providers whose {@link ProviderContent#client()} is this one, each with its
   * sealed values, all from one read.
   *
   * @param client compared byte for byte; nobody's when empty
   * @param limit how many at most, in an order of the store's own; at least 1
   */
  List<ProviderRow> findByClient(String tenant, String client, int limit);

  /**
   * Returns a page of a tenant's providers in the order of their names' keys.
   *
   * @param after the {@link Page#next()} of the page before, or null for the first page
   * @param limit how many at most; at least 1
   */
  Page<ProviderListing> list(String tenant, @Nullable String after, int limit);

  /** Returns a provider as a list shows it, all from one read; empty when there is none. */
  Optional<ProviderListing> findListing(ProviderKey key);

  /**
   * Returns a page of the tenants that have a provider or a binding, in the byte order of their
   * ids.
   *
   * @param after the {@link Page#next()} of the page before, or null for the first page
   * @param limit how many at most; at least 1
   */
  Page<String> listTenants(@Nullable String after, int limit);

  /**
   * Deletes a provider that no notification is bound to, with its sealed values, token row, pending
   * authorizations, pending revocations and claims. Refused atomically, also when a binding to it
   * is being made at this very moment.
   *
   * @param sample how many ids of bound notifications to return at most when it is refused
   */
  Deletion delete(ProviderKey key, int sample);

  /**
   * Deletes a provider whatever is bound to it; those notifications are detached from then on.
   *
   * @return the ids of the notifications that were detached, in byte order; empty when there is no
   *     such provider
   */
  Optional<List<String>> deleteAndDetach(ProviderKey key);
}
