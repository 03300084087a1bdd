package io.calloutauth.testing;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An HTTP response of a server of the tests. */
record Response(int status, String json, @Nullable Duration retryAfter) {}
