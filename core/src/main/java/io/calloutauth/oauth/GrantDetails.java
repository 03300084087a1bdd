package io.calloutauth.oauth;

import java.util.Set;

/**
 * What came with a token.
 *
 * @param scope the scope granted
 * @param warnings what was odd about the response
 */
public record GrantDetails(Scope scope, Set<TokenWarning> warnings) {

  /** Copies the set. */
  public GrantDetails {
    warnings = Set.copyOf(warnings);
  }
}
