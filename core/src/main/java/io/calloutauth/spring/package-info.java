/**
 * The adapter for Spring's HTTP clients: authenticates their requests as callouts. Knows the front
 * and Spring alone.
 */
@NullMarked
package io.calloutauth.spring;

import org.jspecify.annotations.NullMarked;
