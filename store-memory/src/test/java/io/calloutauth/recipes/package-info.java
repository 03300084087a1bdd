/** What a host copies to authenticate callouts through other HTTP clients. */
@NullMarked
package io.calloutauth.recipes;

import org.jspecify.annotations.NullMarked;
