/**
 * The adapter for {@link java.net.http.HttpClient}: authenticates its requests as callouts. Knows
 * the front and the JDK alone.
 */
@NullMarked
package io.calloutauth.jdk;

import org.jspecify.annotations.NullMarked;
