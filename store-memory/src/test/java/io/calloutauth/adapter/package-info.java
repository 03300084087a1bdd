/** Every adapter with its real client, on the engine and a real receiver. */
@NullMarked
package io.calloutauth.adapter;

import org.jspecify.annotations.NullMarked;
