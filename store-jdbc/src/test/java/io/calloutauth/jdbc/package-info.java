@NullMarked
package io.calloutauth.jdbc;

import org.jspecify.annotations.NullMarked;
