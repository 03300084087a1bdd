package io.calloutauth.store;

import java.time.Duration;

/**
 * Says that a continuation may have been used up: a token request was to be sent with it, and what
 * came of it was not written.
 *
 * @param authorization the number of the authorization that it is about
 * @param since for how long it is so, by the store's clock; never negative
 */
public record Doubt(long authorization, Duration since) {}
