/** Tests of one part of the console. */
@NullMarked
package io.calloutauth.example.console.demo;

import org.jspecify.annotations.NullMarked;
