package io.calloutauth.engine;

import io.calloutauth.client.Scope;
import java.util.Set;

/**
 * What came with a token.
 *
 * @param scope the scope granted
 * @param warnings what was odd about the answer, by name
 */
public record Grant(Scope scope, Set<String> warnings) {

  /** Copies the set. */
  public Grant {
    warnings = Set.copyOf(warnings);
  }
}
