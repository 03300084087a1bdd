package io.calloutauth.provider;

import java.io.Serializable;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A provider's id: made by the library, unique, and never used again.
 *
 * @param value the id as text, for a host to keep
 */
public record ProviderId(String value) implements Serializable {

  private static final Pattern OURS =
      Pattern.compile("[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

  /** What no provider is called. */
  private static final String NOBODY = "-";

  /** Refuses null. */
  public ProviderId {
    Objects.requireNonNull(value, "value");
  }

  /**
   * Returns what a store is asked for: never characters that a database cannot hold, since an id
   * may come from anywhere, and one that is not ours is the same as a missing one.
   */
  public String key() {
    return OURS.matcher(value).matches() ? value : NOBODY;
  }

  /** Returns the id as text. */
  @Override
  public String toString() {
    return value;
  }
}
