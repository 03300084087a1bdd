/** Tests of one part of the console. */
@NullMarked
package io.calloutauth.example.console.notifications;

import org.jspecify.annotations.NullMarked;
