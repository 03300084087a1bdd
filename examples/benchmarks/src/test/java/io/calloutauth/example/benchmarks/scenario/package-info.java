/** Small runs of scenarios, for what can be counted. */
@NullMarked
package io.calloutauth.example.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
