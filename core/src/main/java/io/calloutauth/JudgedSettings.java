package io.calloutauth;

import io.calloutauth.client.ClientRegistration;
import io.calloutauth.client.Origins;
import io.calloutauth.engine.StoredSettings;
import io.calloutauth.engine.Vault;
import io.calloutauth.store.ProviderName;
import java.util.Objects;

/** Settings that were found good. Immutable; {@link #toString()} hides the secrets. */
final class JudgedSettings {

  private final ProviderName name;
  private final ClientRegistration registration;
  private final Origins origins;
  private final JudgedSecrets secrets;

  JudgedSettings(
      ProviderName name, ClientRegistration registration, Origins origins, JudgedSecrets secrets) {
    this.name = Objects.requireNonNull(name, "name");
    this.registration = Objects.requireNonNull(registration, "registration");
    this.origins = Objects.requireNonNull(origins, "origins");
    this.secrets = Objects.requireNonNull(secrets, "secrets");
  }

  ProviderName name() {
    return name;
  }

  ClientRegistration registration() {
    return registration;
  }

  StoredSettings stored() {
    return StoredSettings.of(registration, origins);
  }

  JudgedSecrets secrets() {
    return secrets;
  }

  /** Returns whether a client secret was typed. */
  boolean setsClientSecret() {
    return secrets.typed(Vault.CLIENT_SECRET) != null;
  }

  @Override
  public String toString() {
    return "JudgedSettings[" + name.text() + "]";
  }
}
