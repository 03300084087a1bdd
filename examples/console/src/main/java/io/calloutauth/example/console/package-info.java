/**
 * A Spring Boot host that embeds the library, and pages for its administrators. Never published.
 */
@NullMarked
package io.calloutauth.example.console;

import org.jspecify.annotations.NullMarked;
