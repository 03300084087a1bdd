package io.calloutauth.engine;

import io.calloutauth.client.Scope;
import io.calloutauth.client.TokenWarning;
import java.util.Set;

/**
 * What came with a token.
 *
 * @param scope the scope granted
 * @param warnings what was odd about the answer
 */
public record Grant(Scope scope, Set<TokenWarning> warnings) {

  /** Copies the set. */
  public Grant {
    warnings = Set.copyOf(warnings);
  }
}
