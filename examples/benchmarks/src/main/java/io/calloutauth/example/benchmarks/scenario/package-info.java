/** What is measured of them: one file for each matter. */
@NullMarked
package io.calloutauth.example.benchmarks.scenario;

import org.jspecify.annotations.NullMarked;
