/** Tests of how results are written. */
@NullMarked
package io.calloutauth.example.benchmarks.report;

import org.jspecify.annotations.NullMarked;
