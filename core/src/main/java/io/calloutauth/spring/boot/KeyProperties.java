package io.calloutauth.spring.boot;

import io.calloutauth.oauth.Secret;
import org.jspecify.annotations.Nullable;

/**
 * The properties {@code callout-auth.keys.*}: where the JWK set of the sealing keys is. A blank
 * value counts as none: so comes a variable that is not set.
 */
final class KeyProperties {

  static final String LOCATION = CalloutAuthProperties.PREFIX + ".keys.location";
  static final String VALUE = CalloutAuthProperties.PREFIX + ".keys.value";

  private final @Nullable String location;
  private final @Nullable Secret value;

  KeyProperties(@Nullable String location, @Nullable Secret value) {
    this.location = location == null || location.isBlank() ? null : location;
    this.value = value == null || value.reveal().isBlank() ? null : value;
  }

  /** Returns the file or the resource that holds the JWK set; null when none is named. */
  @Nullable String location() {
    return location;
  }

  /** Returns the JWK set itself; null when it is not given. */
  @Nullable Secret value() {
    return value;
  }

  /** Shows neither property: a set that was put into the wrong one is secret all the same. */
  @Override
  public String toString() {
    return "KeyProperties";
  }
}
