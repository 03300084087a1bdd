/** A store that keeps everything in one process's memory. */
@NullMarked
package io.calloutauth.memory;

import org.jspecify.annotations.NullMarked;
