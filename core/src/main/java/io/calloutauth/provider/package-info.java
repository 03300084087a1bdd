/**
 * A provider as it is typed, judged, stored and sealed: the table of settings. Returns results;
 * throws nothing that a host sees.
 */
@NullMarked
package io.calloutauth.provider;

import org.jspecify.annotations.NullMarked;
