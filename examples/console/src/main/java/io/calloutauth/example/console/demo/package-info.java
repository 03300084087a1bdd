/** Servers, data and accounts to try everything with. */
@NullMarked
package io.calloutauth.example.console.demo;

import org.jspecify.annotations.NullMarked;
