/**
 * History: what happened to providers and notifications, as it is read; and its writer, which is
 * not for hosts: gathers what happens, so that whatever happens again is counted, and writes it to
 * the store in batches, behind everything else.
 */
@NullMarked
package io.calloutauth.history;

import org.jspecify.annotations.NullMarked;
