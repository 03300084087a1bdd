/**
 * A host on Spring Boot 3.5 that logs its users in with OAuth 2.0 and authenticates its callouts.
 */
@NullMarked
package io.calloutauth.example.boot35;

import org.jspecify.annotations.NullMarked;
