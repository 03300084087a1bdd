/** Tests of the page on which operators look. */
@NullMarked
package io.calloutauth.example.console.operations;

import org.jspecify.annotations.NullMarked;
