/** The engine with a store and a token endpoint that cost nothing, and time that can be moved. */
@NullMarked
package io.calloutauth.example.benchmarks.simulation;

import org.jspecify.annotations.NullMarked;
