package io.calloutauth;

import io.calloutauth.client.ClientRegistration;
import io.calloutauth.client.Origin;
import io.calloutauth.client.Secret;
import io.calloutauth.engine.StoredSettings;
import io.calloutauth.store.ProviderName;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Settings that were found good. Immutable; {@link #toString()} hides the secret. */
final class JudgedSettings {

  private final ProviderName name;
  private final ClientRegistration registration;
  private final List<Origin> origins;
  private final @Nullable Secret clientSecret;

  JudgedSettings(
      ProviderName name,
      ClientRegistration registration,
      List<Origin> origins,
      @Nullable Secret clientSecret) {
    this.name = Objects.requireNonNull(name, "name");
    this.registration = Objects.requireNonNull(registration, "registration");
    this.origins = List.copyOf(origins);
    this.clientSecret = clientSecret;
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

  /** Returns the secret that was typed, or null when the stored one is kept. */
  @Nullable Secret clientSecret() {
    return clientSecret;
  }

  @Override
  public String toString() {
    return "JudgedSettings[" + name.text() + "]";
  }
}
