/**
 * The wire: OAuth 2.0 over HTTP. The only package that knows Apache HttpClient or the OAuth SDK.
 *
 * <p>A request goes from {@link io.calloutauth.client.NimbusTokenClient} through {@code Requests}
 * to the {@code ApacheTransport}, which connects where the {@link
 * io.calloutauth.client.EndpointPolicy} allows and nowhere else, within one deadline. The bounded
 * answer is read by {@code AnswerBody}, then judged: {@code TokenVerdicts}, {@code
 * RevocationVerdicts}, {@code TestEndpointVerdicts}. {@link io.calloutauth.client.PublicEndpoints}
 * is the policy: {@code EndpointParser} and {@code EndpointRules} judge what was typed, {@code
 * AddressRules} what it leads to.
 */
@NullMarked
package io.calloutauth.client;

import org.jspecify.annotations.NullMarked;
