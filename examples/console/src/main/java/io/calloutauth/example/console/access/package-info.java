/** Who is signed in, for which tenant, and what they may do. */
@NullMarked
package io.calloutauth.example.console.access;

import org.jspecify.annotations.NullMarked;
