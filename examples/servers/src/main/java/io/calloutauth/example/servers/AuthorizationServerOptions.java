package io.calloutauth.example.servers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** What an {@link AuthorizationServer} is started with. Immutable. */
public final class AuthorizationServerOptions {

  private final List<DemoClient> clients;
  private final String audience;
  private final Map<String, String> users;
  private final @Nullable ServerTls tls;

  private AuthorizationServerOptions(Builder builder) {
    this.clients = List.copyOf(builder.clients);
    this.audience = builder.audience;
    this.users = Map.copyOf(builder.users);
    this.tls = builder.tls;
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

  /** Returns the passwords of those who may log in, by their names. */
  public Map<String, String> users() {
    return users;
  }

  /** Returns how TLS is spoken beside plain http; empty when it is not. */
  Optional<ServerTls> tls() {
    return Optional.ofNullable(tls);
  }

  /** Collects options. Not thread-safe. */
  public static final class Builder {

    private final List<DemoClient> clients = new ArrayList<>();
    private final Map<String, String> users = new HashMap<>();
    private String audience = "callouts";
    private @Nullable ServerTls tls;

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

    /** Lets somebody log in, at a form, whom a client sends to the server. */
    public Builder user(String name, String password) {
      users.put(name, password);
      return this;
    }

    /**
     * Speaks TLS on a second port, and asks clients there for a certificate (RFC 8705).
     *
     * @param key shows the server's own certificate
     * @param trust says which certificates of clients get through
     */
    public Builder tls(X509KeyManager key, X509TrustManager trust) {
      this.tls = new ServerTls(key, trust);
      return this;
    }

    /** Returns the options. */
    public AuthorizationServerOptions build() {
      return new AuthorizationServerOptions(this);
    }
  }
}
