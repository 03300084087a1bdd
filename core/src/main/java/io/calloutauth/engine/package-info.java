/**
 * The life of tokens: routes, slots, single flight, back-off, lease. Returns results and throws
 * nothing.
 *
 * <p>Not for hosts: what is public here is public for the front alone and may change without
 * notice.
 */
@NullMarked
package io.calloutauth.engine;

import org.jspecify.annotations.NullMarked;
