/** Endurance: the library under mixed load with faults, for as long as told, and what it keeps. */
@NullMarked
package io.calloutauth.soak;

import org.jspecify.annotations.NullMarked;
