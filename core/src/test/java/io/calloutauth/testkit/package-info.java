/**
 * What tests need of a world: authorization servers and receivers on loopback, a time that is moved
 * by hand, stores and ciphers that break, a log that is read.
 */
@NullMarked
package io.calloutauth.testkit;

import org.jspecify.annotations.NullMarked;
