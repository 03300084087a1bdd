package io.calloutauth;

import io.calloutauth.CalloutRefusedException.Reason;
import io.calloutauth.endpoint.EndpointPolicy;
import java.net.URI;

/**
 * Judges where a callout goes before any token is looked for. Thread-safe; allocates nothing for an
 * https target.
 */
final class Targets {

  private static final String HTTPS = "https";

  private final String tenant;
  private final EndpointPolicy policy;

  Targets(String tenant, EndpointPolicy policy) {
    this.tenant = tenant;
    this.policy = policy;
  }

  /**
   * Lets an acceptable target pass.
   *
   * @throws CalloutRefusedException when a token must not go there (RFC 6750 section 5.3)
   */
  void check(URI target) {
    if (target.getHost() == null || target.getRawUserInfo() != null) {
      throw new CalloutRefusedException(Reason.NOT_A_TARGET);
    }
    String scheme = target.getScheme();
    boolean https = HTTPS.equals(scheme) || HTTPS.equalsIgnoreCase(scheme); // the first is faster
    if (!https && !policy.allowsPlainHttp(tenant, target)) {
      throw CalloutRefusedException.notHttps(target);
    }
  }
}
