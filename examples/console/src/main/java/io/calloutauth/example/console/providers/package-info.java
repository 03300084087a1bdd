/** The pages on which administrators look after providers. */
@NullMarked
package io.calloutauth.example.console.providers;

import org.jspecify.annotations.NullMarked;
