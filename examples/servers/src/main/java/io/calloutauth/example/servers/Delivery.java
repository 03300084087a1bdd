package io.calloutauth.example.servers;

/**
 * One callout that a {@link CalloutReceiver} accepted. It names the token by its {@code jti} claim
 * (RFC 7519 §4.1.7) and never holds the token itself.
 *
 * @param method the HTTP method
 * @param path the path of the target, without its query
 * @param body the body as UTF-8 text, possibly empty
 * @param clientId the client the token was issued to; empty if the receiver accepts any token
 * @param tokenId the id of the token; empty if the receiver accepts any token
 */
public record Delivery(String method, String path, String body, String clientId, String tokenId) {

  /** Names the callout and its token, never the body. */
  @Override
  public String toString() {
    return "Delivery[" + method + " " + path + ", client=" + clientId + ", token=" + tokenId + "]";
  }
}
