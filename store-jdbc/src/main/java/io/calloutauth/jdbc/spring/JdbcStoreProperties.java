package io.calloutauth.jdbc.spring;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The configuration properties {@code callout-auth.jdbc.*}.
 *
 * @param createSchema whether the store makes its tables where they are not there yet
 * @param flyway whether Flyway runs the store's scripts, in a history table of their own
 * @param schema the schema of the tables; null for the connection's own
 * @param tablePrefix what each table's name begins with; null for the builder's default
 * @param enginePoolSize how many connections of its own the engine has; null when it shares the
 *     host's
 */
@ConfigurationProperties(JdbcStoreProperties.PREFIX)
record JdbcStoreProperties(
    boolean createSchema,
    boolean flyway,
    @Nullable String schema,
    @Nullable String tablePrefix,
    @Nullable Integer enginePoolSize) {

  static final String PREFIX = "callout-auth.jdbc";
}
