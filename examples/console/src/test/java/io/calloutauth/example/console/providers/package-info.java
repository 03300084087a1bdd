/** Tests of one part of the console. */
@NullMarked
package io.calloutauth.example.console.providers;

import org.jspecify.annotations.NullMarked;
