package io.calloutauth;

/** Thrown when another provider of the tenant has the name, in whatever case. Nothing was saved. */
public final class ProviderNameTakenException extends CalloutAuthException {

  private final String name;

  ProviderNameTakenException(String name) {
    super("The name '" + name + "' is taken by another provider", Retry.NEVER);
    this.name = name;
  }

  /** Returns the name that is taken, as it was typed. */
  public String name() {
    return name;
  }
}
