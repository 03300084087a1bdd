/**
 * A bounded JSON reader for text that strangers send (RFC 8259): no member twice, numbers as text;
 * and the maps that a host writes as JSON.
 */
@NullMarked
package io.calloutauth.json;

import org.jspecify.annotations.NullMarked;
