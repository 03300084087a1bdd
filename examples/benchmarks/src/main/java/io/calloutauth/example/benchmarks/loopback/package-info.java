/** The other ends of the wire, on this machine. */
@NullMarked
package io.calloutauth.example.benchmarks.loopback;

import org.jspecify.annotations.NullMarked;
