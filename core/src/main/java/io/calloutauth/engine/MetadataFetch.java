package io.calloutauth.engine;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.oauth.MetadataError;
import io.calloutauth.oauth.MetadataFailure;
import io.calloutauth.oauth.MetadataResult;

/**
 * Fetches an authorization server's metadata: asks at the place of RFC 8414 section 3.1, and where
 * that brings nothing to use, at that of OpenID Connect Discovery 1.0 section 4. Thread-safe;
 * blocks as two requests do.
 *
 * @param servers reaches them
 * @param policy says whether it may
 */
record MetadataFetch(ServerGateway servers, EndpointPolicy policy) {

  private static final String OAUTH = "/.well-known/oauth-authorization-server";
  private static final String OPENID = "/.well-known/openid-configuration";

  /** Returns the metadata of an issuer, or why nothing of it can be used. */
  MetadataResult fetch(String tenant, Endpoint issuer) {
    String origin = issuer.origin().toString();
    String path = withoutSlash(issuer.pathAndQuery());
    MetadataResult first = fetch(tenant, issuer, origin + OAUTH + path);
    if (!(first instanceof MetadataFailure failed) || !failed.error().leavesHope()) {
      return first;
    }
    MetadataResult second = fetch(tenant, issuer, origin + path + OPENID);
    boolean worse =
        second instanceof MetadataFailure other && failed.error().saysMoreThan(other.error());
    return worse ? first : second;
  }

  private static String withoutSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private MetadataResult fetch(String tenant, Endpoint issuer, String url) {
    Endpoint document = policy.check(tenant, url).endpoint();
    if (document == null) { // too long with what was put in
      return MetadataFailure.of(MetadataError.NOT_FOUND, 0);
    }
    return servers.fetchMetadata(tenant, document, issuer.toString());
  }
}
