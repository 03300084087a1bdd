/** What is measured: the library, its peers, and the least that any of them could do. */
@NullMarked
package io.calloutauth.example.benchmarks.subject;

import org.jspecify.annotations.NullMarked;
