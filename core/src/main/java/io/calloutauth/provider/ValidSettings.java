package io.calloutauth.provider;

import io.calloutauth.endpoint.Origins;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.store.ProviderName;
import java.util.Objects;

/** Settings that were found good. Immutable; {@link #toString()} hides the secrets. */
public final class ValidSettings {

  private final ProviderName name;
  private final ClientRegistration registration;
  private final Origins origins;
  private final ValidSecrets secrets;

  ValidSettings(
      ProviderName name, ClientRegistration registration, Origins origins, ValidSecrets secrets) {
    this.name = Objects.requireNonNull(name, "name");
    this.registration = Objects.requireNonNull(registration, "registration");
    this.origins = Objects.requireNonNull(origins, "origins");
    this.secrets = Objects.requireNonNull(secrets, "secrets");
  }

  public ProviderName name() {
    return name;
  }

  public ClientRegistration registration() {
    return registration;
  }

  public StoredSettings stored() {
    return StoredSettings.of(registration, origins);
  }

  public ValidSecrets secrets() {
    return secrets;
  }

  /** Returns whether a client secret was typed. */
  public boolean setsClientSecret() {
    return secrets.typed(Vault.CLIENT_SECRET) != null;
  }

  @Override
  public String toString() {
    return "JudgedSettings[" + name.text() + "]";
  }
}
