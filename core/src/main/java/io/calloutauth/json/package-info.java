/**
 * A bounded JSON reader for text that strangers send (RFC 8259): no member twice, numbers as text.
 */
@NullMarked
package io.calloutauth.json;

import org.jspecify.annotations.NullMarked;
