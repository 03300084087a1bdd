/**
 * The shelf: the interface that a store implements, and the rows it keeps.
 *
 * <p>A store is dumb and atomic. Each operation is one short transaction that is decided by one
 * constraint or conditional update. It compares versions, epochs and fences, knows no OAuth, and
 * never sees a secret: values are sealed before they come here. Times cross as durations against
 * the store's own clock. An expected collision is a result; a broken store throws {@link
 * io.calloutauth.store.StoreException}.
 */
@NullMarked
package io.calloutauth.store;

import org.jspecify.annotations.NullMarked;
