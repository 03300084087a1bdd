/**
 * The adapter for Apache HttpClient 5: authenticates its requests as callouts. Knows the front and
 * Apache's libraries alone.
 */
@NullMarked
package io.calloutauth.apache;

import org.jspecify.annotations.NullMarked;
