/**
 * The life of tokens: routes, slots, single flight, back-off, lease. Returns results and throws
 * nothing.
 *
 * <p>Who reads it for the first time may follow a callout. {@link
 * io.calloutauth.engine.TokenEngine} is the door, {@link io.calloutauth.engine.TenantTokens} takes
 * the questions. A {@code Route} leads from a notification to its provider's {@code Slot}, which
 * holds the ready token; {@code TenantCache} keeps both, {@code CacheLoader} reads what is missing,
 * and {@code ChangeWatch} hears what others changed. A slot without a fresh token starts one {@code
 * InFlightTokenRequest}: its superclass {@code SingleFlight} sees to it. {@code TokenRequests} runs
 * it: has the row that nodes share looked at ({@code RowReview}), waits for a place in the {@code
 * Bulkhead} where that does not spare it, and has {@code Attempts} make one there, by way of {@code
 * SharedRows} and the {@code ServerGateway}. {@code Settlement} makes a {@code Completion} of the
 * response. Beside callouts, {@code TokenTester}, {@code TokenRevoker} and {@code Resealer} do what
 * administrators ask for, and {@code RevocationOutbox} tells servers later.
 *
 * <p>The words: a <em>token request</em> asks an authorization server for a token, with all its
 * attempts. An <em>in-flight token request</em>, or flight, is one with those who wait for it. An
 * <em>attempt</em> is one try in a place of the bulkhead. A <em>completion</em> is what a token
 * request leaves on this node. A <em>route</em> is the way from a notification to a slot. A
 * <em>slot</em> is one provider's token for one token epoch: what a token depends on begins a new
 * one when it is edited. A <em>lease</em> is one node's right to a token request, and its
 * <em>fence</em> the number under which the result is written. To <em>fill</em> is to read a route
 * or slot into the cache, and to <em>confirm</em> to read it once more after the next poll of
 * changes. A <em>demand</em> is why a token is asked for: a use, a renewal, a suspicion after a
 * 401, or a command. To <em>carry</em> a token is to hand it to a callout.
 *
 * <p>Not for hosts: what is public here is public for the front alone and may change without
 * notice.
 */
@NullMarked
package io.calloutauth.engine;

import org.jspecify.annotations.NullMarked;
