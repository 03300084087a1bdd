package io.calloutauth;

import java.util.Objects;

/**
 * A provider's id: made by the library, unique, and never used again.
 *
 * @param value the id as text, for a host to keep
 */
public record ProviderId(String value) {

  /** Refuses null. */
  public ProviderId {
    Objects.requireNonNull(value, "value");
  }

  /** Returns the id as text. */
  @Override
  public String toString() {
    return value;
  }
}
