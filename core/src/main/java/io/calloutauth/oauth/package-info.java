/**
 * The vocabulary: values of OAuth 2.0 and their text forms, what a client is registered with, and
 * what comes of a token request.
 */
@NullMarked
package io.calloutauth.oauth;

import org.jspecify.annotations.NullMarked;
