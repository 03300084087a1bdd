package io.calloutauth.oauth;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why an authorization server's metadata could not be read. Immutable and thread-safe; {@link
 * #toString()} shows nothing that the server wrote.
 */
public final class MetadataFailure implements MetadataResult {

  private final MetadataError error;
  private final int status;
  private final String operatorDetail;
  private final @Nullable String redirectTarget;
  private final @Nullable String otherIssuer;

  private MetadataFailure(
      MetadataError error,
      int status,
      String operatorDetail,
      @Nullable String redirectTarget,
      @Nullable String otherIssuer) {
    this.error = error;
    this.status = status;
    this.operatorDetail = operatorDetail;
    this.redirectTarget = redirectTarget;
    this.otherIssuer = otherIssuer;
  }

  /**
   * Returns a failure.
   *
   * @param status the HTTP status, or 0 when there was no response, or none that may be told
   */
  public static MetadataFailure of(MetadataError error, int status) {
    return new MetadataFailure(error, status, "", null, null);
  }

  /** Returns the failure to get a response that may be told of. */
  public static MetadataFailure unreachable(String operatorDetail) {
    return new MetadataFailure(MetadataError.UNREACHABLE, 0, operatorDetail, null, null);
  }

  /**
   * Returns the failure that a redirect is.
   *
   * @param target where it leads to: its host, or on the same host its path, or null when it does
   *     not say
   */
  public static MetadataFailure redirected(int status, @Nullable String target) {
    return new MetadataFailure(MetadataError.REDIRECT_REFUSED, status, "", target, null);
  }

  /** Returns the failure that metadata of another issuer is. */
  public static MetadataFailure otherIssuer(String issuer) {
    return new MetadataFailure(MetadataError.OTHER_ISSUER, 200, "", null, issuer);
  }

  /** Returns the kind of failure. */
  public MetadataError error() {
    return error;
  }

  /** Returns the HTTP status, or 0 when there was no response, or none that may be told. */
  public int status() {
    return status;
  }

  /** Returns what happened where, for the operator; empty when the error says all. */
  public String operatorDetail() {
    return operatorDetail;
  }

  /** Returns where a redirect leads to: its host, or on the same host its path. */
  public Optional<String> redirectTarget() {
    return Optional.ofNullable(redirectTarget);
  }

  /** Returns what the server calls itself instead: any text. */
  public Optional<String> untrustedIssuer() {
    return Optional.ofNullable(otherIssuer);
  }

  @Override
  public String toString() {
    return "MetadataFailure[" + error + (status == 0 ? "" : ", status " + status) + "]";
  }
}
