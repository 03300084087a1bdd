/** Tests of what is measured. */
@NullMarked
package io.calloutauth.example.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
