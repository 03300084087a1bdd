/** One story, told to real authorization servers. Never published. */
@NullMarked
package io.calloutauth.example.interop;

import org.jspecify.annotations.NullMarked;
