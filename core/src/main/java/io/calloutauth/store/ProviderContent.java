package io.calloutauth.store;

import java.util.Map;
import java.util.Objects;

/**
 * What core writes about a provider, and a store keeps without looking inside. Immutable and
 * thread-safe.
 */
public final class ProviderContent {

  private final ProviderName name;
  private final boolean disabled;
  private final String client;
  private final Map<String, String> settings;
  private final Map<String, Sealed> secrets;
  private final boolean broken;

  private ProviderContent(Builder builder) {
    this.name = builder.name;
    this.disabled = builder.disabled;
    this.client = builder.client;
    this.settings = Map.copyOf(builder.settings);
    this.secrets = Map.copyOf(builder.secrets);
    this.broken = builder.broken;
  }

  /** Returns a builder of content without settings and secrets, in use. */
  public static Builder builder(ProviderName name) {
    return new Builder(name);
  }

  /** Returns a builder that starts with this content. */
  public Builder toBuilder() {
    Builder same = new Builder(name).disabled(disabled).client(client);
    same.broken = broken;
    return same.settings(settings).secrets(secrets);
  }

  /** Returns the name and its key. */
  public ProviderName name() {
    return name;
  }

  /** Returns whether the provider's use is stopped. */
  public boolean disabled() {
    return disabled;
  }

  /**
   * Returns what providers of a tenant have in common that are one client at one token endpoint: at
   * most 64 characters, compared byte for byte; empty when core gave none.
   *
   * @see ProviderStore#findByClient
   */
  public String client() {
    return client;
  }

  /** Returns the settings in the form that core reads back. */
  public Map<String, String> settings() {
    return settings;
  }

  /**
   * Returns whether the store holds something in place of the settings that is not what it wrote.
   * Such content has no settings here. Nobody may use it or write it: it is for an operator to
   * restore.
   */
  public boolean isBroken() {
    return broken;
  }

  /** Returns the sealed values by name. */
  public Map<String, Sealed> secrets() {
    return secrets;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ProviderContent that
        && name.equals(that.name)
        && disabled == that.disabled
        && client.equals(that.client)
        && settings.equals(that.settings)
        && broken == that.broken
        && secrets.equals(that.secrets);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, disabled, client, settings, secrets, broken);
  }

  /** Returns the name, and nothing of settings and secrets. */
  @Override
  public String toString() {
    return "ProviderContent[name=" + name + ", disabled=" + disabled + "]";
  }

  /** Builds content. Not thread-safe. */
  public static final class Builder {

    private final ProviderName name;
    private boolean disabled;
    private String client = "";
    private Map<String, String> settings = Map.of();
    private Map<String, Sealed> secrets = Map.of();
    private boolean broken;

    private Builder(ProviderName name) {
      this.name = Objects.requireNonNull(name, "name");
    }

    /** Sets whether the provider's use is stopped. */
    public Builder disabled(boolean stopped) {
      disabled = stopped;
      return this;
    }

    /** Sets {@link ProviderContent#client()}. */
    public Builder client(String common) {
      client = Objects.requireNonNull(common, "client");
      return this;
    }

    /** Sets the settings. */
    public Builder settings(Map<String, String> texts) {
      settings = Objects.requireNonNull(texts, "settings");
      return this;
    }

    /** Says that what a store holds in place of the settings is not what it wrote. */
    public Builder broken() {
      settings = Map.of();
      broken = true;
      return this;
    }

    /** Sets the sealed values by name. */
    public Builder secrets(Map<String, Sealed> sealed) {
      secrets = Objects.requireNonNull(sealed, "secrets");
      return this;
    }

    /** Returns the content; copies both maps. */
    public ProviderContent build() {
      return new ProviderContent(this);
    }
  }
}
