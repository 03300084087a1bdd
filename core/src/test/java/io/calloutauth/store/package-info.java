/** What a store must do, as tests that a store's own test inherits. */
@NullMarked
package io.calloutauth.store;

import org.jspecify.annotations.NullMarked;
