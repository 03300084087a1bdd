/**
 * Which endpoints may be talked to: the policy, the parser, the tables of special addresses, and
 * the resolver. Knows nobody of ours.
 */
@NullMarked
package io.calloutauth.endpoint;

import org.jspecify.annotations.NullMarked;
