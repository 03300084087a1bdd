/**
 * The adapter for OkHttp 5: authenticates its calls as callouts. Knows the front and OkHttp alone.
 */
@NullMarked
package io.calloutauth.okhttp;

import org.jspecify.annotations.NullMarked;
