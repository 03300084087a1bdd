/** What a run found, as a table and as a chart. */
@NullMarked
package io.calloutauth.example.benchmarks.report;

import org.jspecify.annotations.NullMarked;
