/**
 * Auto-configuration of the JDBC store for Spring Boot 3.5 and 4: a {@link
 * io.calloutauth.jdbc.JdbcStore} over the host's data source that joins its Spring transactions.
 */
@NullMarked
package io.calloutauth.jdbc.spring;

import org.jspecify.annotations.NullMarked;
