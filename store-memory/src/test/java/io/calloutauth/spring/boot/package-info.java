/** The auto-configuration for Spring Boot, over a store in memory. */
@NullMarked
package io.calloutauth.spring.boot;

import org.jspecify.annotations.NullMarked;
