/**
 * The wire: OAuth 2.0 over HTTP. The only package that knows Apache HttpClient or the OAuth SDK.
 */
@NullMarked
package io.calloutauth.client;

import org.jspecify.annotations.NullMarked;
