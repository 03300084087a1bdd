package io.calloutauth.oauth;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * One challenge that a server set: a scheme with its parameters (RFC 9110 section 11.3). Immutable
 * and thread-safe.
 *
 * <p>All of it was written by somebody else: it does not belong into a message, a log or an event.
 */
public final class Challenge {

  private final String scheme;
  private final Map<String, String> parameters;

  /** Takes parameters whose names are in lower case. */
  Challenge(String scheme, Map<String, String> parameters) {
    this.scheme = scheme;
    this.parameters = Map.copyOf(parameters);
  }

  /** Returns the scheme as the server spelled it. */
  public String scheme() {
    return scheme;
  }

  /** Returns whether this is a challenge of a scheme, whatever the case. */
  public boolean isOf(String otherScheme) {
    return scheme.equalsIgnoreCase(otherScheme);
  }

  /**
   * Returns a parameter's value without its quotes and escapes; empty when there is none. Where the
   * server gave a parameter several times, this is the first.
   *
   * @param name the parameter's name in any case
   */
  public Optional<String> parameter(String name) {
    return Optional.ofNullable(parameters.get(name.toLowerCase(Locale.ROOT)));
  }

  /** Returns a text that holds nothing of what the server wrote. */
  @Override
  public String toString() {
    return "Challenge[parameters=" + parameters.size() + "]";
  }
}
