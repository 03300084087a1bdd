/** Tests of one part of the console. */
@NullMarked
package io.calloutauth.example.console.activity;

import org.jspecify.annotations.NullMarked;
