package io.calloutauth.example.servers;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What an {@link AuthorizationServer} is started with. Immutable. */
public final class AuthorizationServerOptions {

  private final List<DemoClient> clients;
  private final String audience;

  private AuthorizationServerOptions(Builder builder) {
    this.clients = List.copyOf(builder.clients);
    this.audience = builder.audience;
  }

  /** Starts options with no client and the audience {@code callouts}. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns the clients that are registered, in the order they were added. */
  public List<DemoClient> clients() {
    return clients;
  }

  /** Returns the audience of every token. */
  public String audience() {
    return audience;
  }

  /** Collects options. Not thread-safe. */
  public static final class Builder {

    private final List<DemoClient> clients = new ArrayList<>();
    private String audience = "callouts";

    private Builder() {}

    /** Registers a client. */
    public Builder client(DemoClient client) {
      clients.add(Objects.requireNonNull(client, "client"));
      return this;
    }

    /** Sets the audience of every token. */
    public Builder audience(String value) {
      this.audience = Objects.requireNonNull(value, "value");
      return this;
    }

    /** Returns the options. */
    public AuthorizationServerOptions build() {
      return new AuthorizationServerOptions(this);
    }
  }
}
