/**
 * Sealing of secrets and tokens before a store keeps them. Knows nimbus-jose-jwt, and neither what
 * is sealed nor where it is kept.
 */
@NullMarked
package io.calloutauth.seal;

import org.jspecify.annotations.NullMarked;
