/**
 * Auto-configuration for Spring Boot 3.5 and 4: makes a {@link io.calloutauth.CalloutAuth} or
 * {@link io.calloutauth.CalloutAuthTenants} over the host's {@link io.calloutauth.store.Store} bean
 * from the properties {@code callout-auth.*}. Every bean backs off for one of the host's own.
 */
@NullMarked
package io.calloutauth.spring.boot;

import org.jspecify.annotations.NullMarked;
