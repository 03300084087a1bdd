/** The library's whole story in one main. Never published. */
@NullMarked
package io.calloutauth.example.quickstart;

import org.jspecify.annotations.NullMarked;
