package io.calloutauth.provider;

import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import java.util.List;
import java.util.Map;

/** Knows which secrets a registration goes with, and in which slots of its provider they are. */
public final class SecretNames {

  private SecretNames() {}

  /** Returns the slot of an extra parameter's value. */
  public static String parameter(String name) {
    return SecretName.parameter(name);
  }

  /** Returns the slot of an extra header's value. */
  public static String header(String name) {
    return SecretName.header(name);
  }

  /** Returns the slots of the secrets that a registration goes with. */
  public static List<String> of(ClientRegistration registration) {
    return registration.secretNames();
  }

  /**
   * Returns the client of a tenant that a registration and its secrets make.
   *
   * @param bySlot a secret for each slot of the registration
   */
  public static RegisteredClient client(
      String tenant, ClientRegistration registration, Map<String, Secret> bySlot) {
    if (!bySlot.keySet().containsAll(registration.secretNames())) {
      throw new IllegalArgumentException("a secret of the registration is missing");
    }
    return new RegisteredClient(tenant, registration, bySlot);
  }
}
