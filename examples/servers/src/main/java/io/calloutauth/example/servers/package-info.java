/**
 * A real authorization server and a receiver of callouts, both on random loopback ports: what the
 * examples and their tests talk to. Never published.
 */
@NullMarked
package io.calloutauth.example.servers;

import org.jspecify.annotations.NullMarked;
