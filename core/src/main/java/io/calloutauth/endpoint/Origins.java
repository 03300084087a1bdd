package io.calloutauth.endpoint;

import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * The allow-list of origins that a token may go to (RFC 6454): some, any, or none at all. Immutable
 * and thread-safe.
 */
public final class Origins {

  /** How any origin is written. */
  public static final String ANY_TEXT = "*";

  /** Any origin: the token may go to every target that a callout may have. */
  public static final Origins ANY = new Origins(true, List.of());

  /** No origin: the token may go nowhere. */
  public static final Origins NONE = new Origins(false, List.of());

  private final boolean any;
  private final List<Origin> list;

  private Origins(boolean any, List<Origin> list) {
    this.any = any;
    this.list = list;
  }

  /** Returns the origins of a list; of an empty one {@link #NONE}. */
  public static Origins of(Collection<Origin> list) {
    // Collected so, one or two have no array.
    return list.isEmpty()
        ? NONE
        : new Origins(false, list.stream().distinct().collect(Collectors.toUnmodifiableList()));
  }

  /**
   * Reads what {@link #toString()} wrote; the empty text is {@link #NONE}.
   *
   * @throws IllegalArgumentException when it is neither {@code *} nor a list of URLs with a host
   */
  public static Origins parse(String text) {
    if (text.equals(ANY_TEXT)) {
      return ANY;
    }
    return text.isEmpty()
        ? NONE
        : of(List.of(text.split(" ", -1)).stream().map(Origins::read).toList());
  }

  /** Many providers list the same few hosts: the name of each is kept once. */
  private static Origin read(String text) {
    Origin origin = Origin.of(URI.create(text));
    return new Origin(origin.scheme(), origin.host().intern(), origin.port());
  }

  /** Tells whether these are any origin. */
  public boolean isAny() {
    return any;
  }

  /** Returns the origins that are listed; empty when any may be gone to, and when none may. */
  public List<Origin> list() {
    return list;
  }

  /** Tells, without allocating, whether a URL is of one of these. */
  public boolean covers(URI url) {
    if (any) {
      return true;
    }
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).covers(url)) {
        return true;
      }
    }
    return false;
  }

  /** Tells whether an origin is one of these. */
  public boolean contains(Origin origin) {
    return any || list.contains(origin);
  }

  /** Tells whether every origin of others is one of these. */
  public boolean containsAll(Origins others) {
    return any || (!others.any && list.containsAll(others.list));
  }

  /** Compares without allocating: each callout does, once its provider was read again. */
  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof Origins origins && any == origins.any && isSame(origins.list));
  }

  private boolean isSame(List<Origin> others) {
    boolean same = list.size() == others.size();
    for (int i = 0; same && i < list.size(); i++) {
      same = list.get(i).equals(others.get(i));
    }
    return same;
  }

  @Override
  public int hashCode() {
    return Objects.hash(any, list);
  }

  /** Returns {@code *} for any, else the origins with a space between each two. */
  @Override
  public String toString() {
    return any ? ANY_TEXT : list.stream().map(Origin::toString).collect(Collectors.joining(" "));
  }
}
