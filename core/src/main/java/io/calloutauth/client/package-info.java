/**
 * The wire: OAuth 2.0 over HTTP. The only package that knows the OAuth SDK, and beside the adapter
 * of Apache HttpClient the only one that knows HttpCore.
 *
 * <p>A request goes from {@link io.calloutauth.client.HttpTokenClient} through {@code Requests} to
 * the {@code HttpCoreTransport}, which connects where the {@link
 * io.calloutauth.endpoint.EndpointPolicy} allows and nowhere else, within one deadline. The bounded
 * response is read by {@code ResponseBody}, then judged: {@code TokenResponseParser}, {@code
 * RevocationResponseParser}, {@code TestEndpointResponseParser}.
 */
@NullMarked
package io.calloutauth.client;

import org.jspecify.annotations.NullMarked;
