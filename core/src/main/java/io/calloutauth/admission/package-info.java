/**
 * Who may start: bulkheads for token requests and for what administrators command, and the rate
 * limiters of these commands.
 *
 * <p>Not for hosts: what is public here is public for the engine alone and may change without
 * notice.
 */
@NullMarked
package io.calloutauth.admission;

import org.jspecify.annotations.NullMarked;
