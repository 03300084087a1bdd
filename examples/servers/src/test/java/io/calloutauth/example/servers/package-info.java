@NullMarked
package io.calloutauth.example.servers;

import org.jspecify.annotations.NullMarked;
