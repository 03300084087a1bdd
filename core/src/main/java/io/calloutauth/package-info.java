/**
 * The front: what a host calls. Turns results into exceptions, and holds no rule of the life of
 * tokens.
 *
 * <p>Start with {@link io.calloutauth.CalloutAuth}.
 */
@NullMarked
package io.calloutauth;

import org.jspecify.annotations.NullMarked;
