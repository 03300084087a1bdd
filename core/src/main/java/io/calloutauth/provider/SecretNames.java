package io.calloutauth.provider;

import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.ExtraValues;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.Secret;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Knows which secrets a registration goes with, and in which slots of its provider they are. */
public final class SecretNames {

  private static final Secret NOTHING = Secret.of("");

  private SecretNames() {}

  /** Returns the slot of an extra parameter's value. */
  public static String parameter(String name) {
    return "parameter:" + name;
  }

  /** Returns the slot of an extra header's value. */
  public static String header(String name) {
    return "header:" + name;
  }

  /** Returns the slots of the secrets that a registration goes with. */
  public static List<String> of(ClientRegistration registration) {
    List<String> slots = new ArrayList<>();
    if (registration.clientAuthentication().needsSecret()) {
      slots.add(Vault.CLIENT_SECRET);
    }
    registration.requests().parameterNames().forEach(name -> slots.add(parameter(name)));
    registration.requests().headerNames().forEach(name -> slots.add(header(name)));
    return slots;
  }

  /**
   * Returns the client of a tenant that a registration and its secrets make.
   *
   * @param bySlot a secret for each slot of the registration
   */
  public static RegisteredClient client(
      String tenant, ClientRegistration registration, Map<String, Secret> bySlot) {
    RequestOptions requests = registration.requests();
    return new RegisteredClient(
        tenant,
        registration,
        bySlot.getOrDefault(Vault.CLIENT_SECRET, NOTHING),
        new ExtraValues(
            values(requests.parameterNames(), SecretNames::parameter, bySlot),
            values(requests.headerNames(), SecretNames::header, bySlot)));
  }

  private static Map<String, Secret> values(
      List<String> names, Function<String, String> slot, Map<String, Secret> bySlot) {
    return names.stream()
        .collect(
            Collectors.toMap(
                name -> name,
                name -> Objects.requireNonNull(bySlot.get(slot.apply(name)), slot.apply(name))));
  }
}
