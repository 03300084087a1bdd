/** The console in a real browser, on real servers. */
@NullMarked
package io.calloutauth.example.console.browser;

import org.jspecify.annotations.NullMarked;
