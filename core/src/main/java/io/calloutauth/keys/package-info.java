/**
 * Key pairs and certificates of a client: made, read as they are typed, published, signed with and
 * shown in TLS. It knows the JDK's cryptography and the JOSE library, and nothing of providers or
 * stores.
 *
 * <p>A private key leaves this room as text to be sealed, in a {@link io.calloutauth.oauth.Secret}
 * only.
 */
@NullMarked
package io.calloutauth.keys;

import org.jspecify.annotations.NullMarked;
