package io.calloutauth.example.console.access;

import java.util.Objects;
import java.util.Set;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Somebody who may sign in. Immutable; {@link #toString()} hides the password. */
public final class Account {

  private final String name;
  private final String password;
  private final String tenant;
  private final Set<Role> roles;

  /**
   * Takes what was configured.
   *
   * @param password as Spring Security encodes it, for example <code>{bcrypt}$2a$…</code>
   */
  public Account(String name, String password, String tenant, @DefaultValue Set<Role> roles) {
    this.name = Objects.requireNonNull(name, "console.users: name");
    this.password = Objects.requireNonNull(password, "console.users: password");
    this.tenant = Objects.requireNonNull(tenant, "console.users: tenant");
    this.roles = Set.copyOf(roles);
  }

  /** Returns the name to sign in with. */
  public String name() {
    return name;
  }

  /** Returns the tenant whose things are seen. */
  public String tenant() {
    return tenant;
  }

  /** Returns what may be changed. */
  public Set<Role> roles() {
    return roles;
  }

  ConsoleUser user(boolean locked) {
    return new ConsoleUser(this, password, locked);
  }

  @Override
  public String toString() {
    return "Account[" + name + " of " + tenant + ", " + roles + "]";
  }
}
