/** Tests of the console. */
@NullMarked
package io.calloutauth.example.console;

import org.jspecify.annotations.NullMarked;
