package io.calloutauth.example.console;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;

/**
 * Starts the console: a host with notifications that make callouts, and pages on which its
 * administrators give those callouts access tokens. From a fresh clone:
 *
 * <pre>{@code
 * mvn -q compile -P console -pl examples/console -am
 * }</pre>
 *
 * <p>That starts it with {@code --demo=true}: servers, data, accounts and relaxations to try it
 * with. Without that argument there are none, and {@code console.users}, {@code
 * console.sealing-keys} and {@code spring.datasource.url} come from its configuration.
 */
@SpringBootApplication
@ConfigurationPropertiesScan
public class Console {

  /** Starts the console, which runs until the process is stopped. */
  public static void main(String... arguments) {
    SpringApplication.run(Console.class, arguments);
  }
}
