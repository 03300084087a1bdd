/**
 * When work runs, and on which threads: clocks, a timer, thread pools, queues that are fair to
 * tenants, and rate limiters.
 *
 * <p>Not for hosts: what is public here is public for other rooms and may change without notice.
 */
@NullMarked
package io.calloutauth.schedule;

import org.jspecify.annotations.NullMarked;
