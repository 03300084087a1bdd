/** A Spring Boot application whose callouts carry tokens. */
@NullMarked
package io.calloutauth.example.boot;

import org.jspecify.annotations.NullMarked;
