package io.calloutauth.spring.boot;

import java.util.Objects;

/**
 * A configuration property is missing, or has a value that makes no sense. The message names the
 * property, and never shows the value of one that holds a secret.
 */
public final class CalloutAuthPropertyException extends IllegalStateException {

  private static final long serialVersionUID = 1L;

  private final String property;
  private final String reason;

  /**
   * Says what is wrong with a property.
   *
   * @param property its whole name, such as {@code callout-auth.keys.location}
   * @param reason what is wrong, without a secret
   */
  public CalloutAuthPropertyException(String property, String reason) {
    super("The property " + property + " is refused: " + reason);
    this.property = Objects.requireNonNull(property, "property");
    this.reason = Objects.requireNonNull(reason, "reason");
  }

  /** Returns the property's whole name. */
  public String property() {
    return property;
  }

  /** Returns what is wrong. */
  public String reason() {
    return reason;
  }
}
