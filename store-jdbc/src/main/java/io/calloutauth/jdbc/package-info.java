/**
 * A store in the host's own relational database, shared by all nodes: H2, PostgreSQL or MariaDB.
 *
 * <p>Provider and binding operations join a transaction that the host manages; token rows and the
 * change feed never do.
 */
@NullMarked
package io.calloutauth.jdbc;

import org.jspecify.annotations.NullMarked;
