/** The JDBC store's auto-configuration for Spring Boot. */
@NullMarked
package io.calloutauth.jdbc.spring;

import org.jspecify.annotations.NullMarked;
