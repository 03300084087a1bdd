/** What happened, as the library's events tell it, and its names. */
@NullMarked
package io.calloutauth.example.console.activity;

import org.jspecify.annotations.NullMarked;
