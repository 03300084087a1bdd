/** Metrics and observations of token requests, callouts and a node's state for Micrometer. */
@NullMarked
package io.calloutauth.micrometer;

import org.jspecify.annotations.NullMarked;
