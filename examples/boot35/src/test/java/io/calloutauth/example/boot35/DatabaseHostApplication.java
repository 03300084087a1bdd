package io.calloutauth.example.boot35;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A host with a database and no bean of its own: the library is set up by properties. */
@SpringBootConfiguration
@EnableAutoConfiguration
class DatabaseHostApplication {

  private static final String KEYS =
      "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"own\",\"k\":"
          + "\"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY\"}]}";

  /** Starts it over a database in memory, with more properties. */
  static ConfigurableApplicationContext start(String database, String... properties) {
    return new SpringApplicationBuilder(DatabaseHostApplication.class)
        .web(WebApplicationType.NONE)
        .properties(
            "spring.datasource.url=jdbc:h2:mem:" + database + ";DB_CLOSE_DELAY=-1",
            "callout-auth.keys.value=" + KEYS)
        .properties(properties)
        .run();
  }
}
