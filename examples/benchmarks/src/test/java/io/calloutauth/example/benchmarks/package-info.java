/** The benchmarks' own tests: counts and bytes, never times. */
@NullMarked
package io.calloutauth.example.benchmarks;

import org.jspecify.annotations.NullMarked;
