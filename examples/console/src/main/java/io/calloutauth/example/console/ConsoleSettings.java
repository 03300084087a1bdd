package io.calloutauth.example.console;

import io.calloutauth.example.console.access.Account;
import java.nio.file.Path;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** What the console is configured with. Immutable; {@link #toString()} hides keys and passwords. */
@ConfigurationProperties("console")
public final class ConsoleSettings {

  private final boolean demo;
  private final String sealingKeys;
  private final Path demoKeys;
  private final List<Account> users;

  /** Takes what was configured. */
  public ConsoleSettings(
      @DefaultValue("false") boolean demo,
      @DefaultValue("") String sealingKeys,
      @DefaultValue("target/console/demo-keys.json") Path demoKeys,
      @DefaultValue List<Account> users) {
    this.demo = demo;
    this.sealingKeys = sealingKeys;
    this.demoKeys = demoKeys;
    this.users = List.copyOf(users);
  }

  /** Returns whether the console runs with servers, data and accounts to try it with. */
  public boolean demo() {
    return demo;
  }

  /**
   * Returns the JWK set of the keys that seal secrets and tokens; empty when none is configured.
   */
  String sealingKeys() {
    return sealingKeys;
  }

  /** Returns the file in which the demo keeps a key of its own. */
  Path demoKeys() {
    return demoKeys;
  }

  /** Returns who may sign in. */
  public List<Account> users() {
    return users;
  }

  @Override
  public String toString() {
    return "ConsoleSettings[demo=" + demo + ", users=" + users + "]";
  }
}
