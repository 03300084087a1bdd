/**
 * The front: what a host calls. Turns results into exceptions, and holds no rule of the life of
 * tokens.
 *
 * <p>Start with {@code CalloutAuth}.
 */
@NullMarked
package io.calloutauth;

import org.jspecify.annotations.NullMarked;
