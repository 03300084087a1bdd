/**
 * For a host's own tests: an authorization server and a receiver on loopback, and an authenticator
 * that does as it is told. {@code SampleExceptions} and {@code SampleStatuses} beside them make
 * what a host has to handle. Take {@code callout-auth-core} with {@code <type>test-jar</type>} as a
 * test dependency; what is public here and there stays.
 */
@NullMarked
package io.calloutauth.testing;

import org.jspecify.annotations.NullMarked;
