package io.calloutauth.engine;

import io.calloutauth.oauth.AuthorizationError;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.GrantDetails;
import io.calloutauth.oauth.IntrospectionResult;
import io.calloutauth.oauth.RevocationResult;
import io.calloutauth.oauth.TestEndpointResult;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.store.KeyUse;
import io.calloutauth.store.ProviderRow;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an administrator's command came to. */
public sealed interface CommandOutcome {

  /** Returns what stood in the way, or null when nothing did. */
  @Nullable TokenOutcome obstacle();

  /**
   * What a test found, step by step.
   *
   * @param obstacle why there is no token, or null when there is one
   * @param grant what came with the token, or null when there is none
   * @param worksWith the client authentication that brings a token where the one that is set does
   *     not, or null when none is known to
   * @param introspection what the introspection endpoint said, or null when it was not asked
   * @param endpoint what the test endpoint said, or null when it was not asked
   */
  record TestOutcome(
      @Nullable TokenOutcome obstacle,
      @Nullable ClientAuthentication worksWith,
      @Nullable GrantDetails grant,
      @Nullable IntrospectionResult introspection,
      @Nullable TestEndpointResult endpoint)
      implements CommandOutcome {

    static TestOutcome blocked(@Nullable TokenOutcome obstacle) {
      return new TestOutcome(obstacle, null, null, null, null);
    }

    /** Makes the outcome of a test for which there was a token. */
    static TestOutcome of(
        GrantDetails grant,
        @Nullable IntrospectionResult introspection,
        @Nullable TestEndpointResult endpoint) {
      return new TestOutcome(null, null, grant, introspection, endpoint);
    }
  }

  /**
   * What a revocation came to.
   *
   * @param told what the server said, or null when it was not asked
   * @param obstacle why the server was not asked although there was a token, or null when nothing
   *     stood in the way: without both there was no token
   * @param sharing other providers of the tenant that use the same client at the same server: their
   *     token may be the very same one
   */
  record RevocationOutcome(
      @Nullable RevocationResult told, @Nullable TokenOutcome obstacle, List<ProviderRow> sharing)
      implements CommandOutcome {

    static RevocationOutcome nothing() {
      return new RevocationOutcome(null, null, List.of());
    }

    static RevocationOutcome told(RevocationResult result) {
      return new RevocationOutcome(result, null, List.of());
    }

    static RevocationOutcome blocked(@Nullable TokenOutcome obstacle) {
      return new RevocationOutcome(null, obstacle, List.of());
    }

    RevocationOutcome with(List<ProviderRow> sharing) {
      return new RevocationOutcome(told, obstacle, List.copyOf(sharing));
    }
  }

  /**
   * What came of beginning an authorization: exactly one of the two is there.
   *
   * @param uri where to send the browser, or null. It holds the state
   * @param obstacle why nothing was begun, or null
   */
  record BeginOutcome(@Nullable URI uri, @Nullable TokenOutcome obstacle)
      implements CommandOutcome {

    static BeginOutcome blocked(@Nullable TokenOutcome obstacle) {
      return new BeginOutcome(null, obstacle);
    }

    /** Returns nothing of the URI. */
    @Override
    public String toString() {
      return "BeginOutcome[" + (obstacle == null ? "begun" : obstacle) + "]";
    }
  }

  /**
   * What came of completing an authorization: an error, an obstacle, or neither where it is
   * complete.
   *
   * @param providerId whose it is; empty when that is not known
   * @param error why it is not complete, or null
   * @param refusal why the token endpoint issued no token, or null
   * @param grant what came with the token, or null
   * @param obstacle what stood in the way on this side, or null
   */
  record AuthorizationOutcome(
      String providerId,
      @Nullable AuthorizationError error,
      @Nullable TokenFailure refusal,
      @Nullable GrantDetails grant,
      @Nullable TokenOutcome obstacle)
      implements CommandOutcome {

    public static AuthorizationOutcome failed(String providerId, AuthorizationError error) {
      return new AuthorizationOutcome(providerId, error, null, null, null);
    }

    static AuthorizationOutcome refused(String providerId, TokenFailure refusal) {
      return new AuthorizationOutcome(
          providerId, AuthorizationError.CODE_REFUSED, refusal, null, null);
    }

    static AuthorizationOutcome blocked(String providerId, @Nullable TokenOutcome obstacle) {
      return new AuthorizationOutcome(providerId, null, null, null, obstacle);
    }

    static AuthorizationOutcome completed(String providerId, GrantDetails grant) {
      return new AuthorizationOutcome(providerId, null, null, grant, null);
    }
  }

  /**
   * What came of sealing everything anew: exactly one of the two is there.
   *
   * @param report what was done, or null when it was broken off
   * @param obstacle what stood in the way, or null when nothing did
   */
  record ResealOutcome(ResealOutcome.@Nullable Report report, @Nullable TokenOutcome obstacle)
      implements CommandOutcome {

    /**
     * What was done.
     *
     * @param resealed how many secrets are sealed with the first key by this run
     * @param passedOver how many somebody else changed or held at that moment, or a key service did
     *     not answer for
     * @param unopened those that did not open
     * @param uses what each key sealed, counted at the end
     */
    public record Report(
        long resealed, long passedOver, List<Unopened> unopened, List<KeyUse> uses) {

      /** Copies the lists. */
      public Report {
        unopened = List.copyOf(unopened);
        uses = List.copyOf(uses);
      }
    }

    /**
     * Secrets that did not open.
     *
     * @param keyId the key that they name
     * @param keyMissing whether that key is not there; else they were tampered with
     * @param secrets how many
     */
    public record Unopened(String keyId, boolean keyMissing, long secrets) {}

    static ResealOutcome blocked(TokenOutcome obstacle) {
      return new ResealOutcome(null, obstacle);
    }
  }
}
