/**
 * The life of tokens: routes, slots, single flight, back-off, lease. Returns results and throws
 * nothing.
 *
 * <p>Who reads it for the first time may follow a callout. {@link
 * io.calloutauth.engine.TokenEngine} is the door, {@link io.calloutauth.engine.TenantTokens} takes
 * the questions. A {@code Route} leads from a notification to its provider's {@code Slot}, which
 * holds the ready token; {@code TenantCache} keeps both, {@code CacheLoader} reads what is missing,
 * and {@code ChangeWatch} hears what others changed. A slot without a fresh token starts one {@code
 * InFlightTokenRequest}, which is its {@code SingleFlight}. {@code TokenRequests} runs it: has the
 * row that nodes share looked at ({@code RowReview}), waits for a place in the {@code Bulkhead}
 * where that does not spare it, and has {@code Attempts} make one there, by way of {@code
 * SharedRows} and the {@code ServerGateway}. {@code Settlement} makes a {@code Landing} of the
 * response. Beside callouts, {@code TokenTester}, {@code TokenRevoker} and {@code Resealer} do what
 * administrators ask for, and {@code RevocationOutbox} tells servers later.
 *
 * <p>The words: a <em>token request</em> asks an authorization server for a token, with all its
 * attempts. An <em>in-flight token request</em>, or flight, is one with those who wait for it. An
 * <em>attempt</em> is one try in a place of the bulkhead. A <em>landing</em> is what a token
 * request leaves on this node. A <em>route</em> is the way from a notification to a slot. A
 * <em>slot</em> is one provider's token for one token epoch.
 *
 * <p>Not for hosts: what is public here is public for the front alone and may change without
 * notice.
 */
@NullMarked
package io.calloutauth.engine;

import org.jspecify.annotations.NullMarked;
