package io.calloutauth.engine;

import io.calloutauth.client.ClientRegistration;
import io.calloutauth.client.RegisteredClient;
import io.calloutauth.client.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Knows which secrets a registration goes with, and in which slots of its provider they are. */
public final class ClientSlots {

  private static final Secret NOTHING = Secret.of("");

  private ClientSlots() {}

  /** Returns the slots of the secrets that a registration goes with. */
  public static List<String> of(ClientRegistration registration) {
    List<String> slots = new ArrayList<>();
    if (registration.clientAuthentication().needsSecret()) {
      slots.add(Vault.CLIENT_SECRET);
    }
    return slots;
  }

  /** Returns the client of a tenant that a registration and its secrets make. */
  public static RegisteredClient client(
      String tenant, ClientRegistration registration, Map<String, Secret> bySlot) {
    Secret secret = bySlot.getOrDefault(Vault.CLIENT_SECRET, NOTHING);
    return new RegisteredClient(tenant, registration, secret);
  }
}
