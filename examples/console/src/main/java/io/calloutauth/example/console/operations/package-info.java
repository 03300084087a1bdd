/** How this node is doing. */
@NullMarked
package io.calloutauth.example.console.operations;

import org.jspecify.annotations.NullMarked;
