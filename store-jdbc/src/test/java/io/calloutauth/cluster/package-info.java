/** Proof with processes that are killed, stopped and cut off: many nodes on one database. */
@NullMarked
package io.calloutauth.cluster;

import org.jspecify.annotations.NullMarked;
