/** Measures the library beside what a host would pick instead: one command, one table. */
@NullMarked
package io.calloutauth.example.benchmarks;

import org.jspecify.annotations.NullMarked;
