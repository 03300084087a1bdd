/** The host's own notifications, and the callouts that they make. */
@NullMarked
package io.calloutauth.example.console.notifications;

import org.jspecify.annotations.NullMarked;
