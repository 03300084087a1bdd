@NullMarked
package io.calloutauth.seal;

import org.jspecify.annotations.NullMarked;
