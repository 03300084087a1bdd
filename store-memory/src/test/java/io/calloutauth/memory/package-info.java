@NullMarked
package io.calloutauth.memory;

import org.jspecify.annotations.NullMarked;
