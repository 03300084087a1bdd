/**
 * Takes secrets out of text that strangers send, in whatever coding they stand there.
 *
 * <p>Not for hosts: what is public here is public for other rooms and may change without notice.
 */
@NullMarked
package io.calloutauth.redact;

import org.jspecify.annotations.NullMarked;
