/** What the library keeps for whoever asks later what happened. */
@NullMarked
package io.calloutauth.example.console.history;

import org.jspecify.annotations.NullMarked;
