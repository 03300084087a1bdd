package io.calloutauth.oauth;

import java.util.List;
import java.util.Set;

/**
 * The deny list of request headers that an administrator may not add: those of the message itself
 * (RFC 9110), those that a gateway tells the server behind it, which believes them, and those that
 * a metadata, identity or secret service wants as proof that nobody was tricked into the request.
 */
final class SteeringHeaders {

  private static final Set<String> NAMES =
      Set.of(
          "accept",
          "accept-encoding",
          "alt-used",
          "authorization",
          "client-cert",
          "client-cert-chain",
          "connection",
          "cookie",
          "cookie2",
          "destination",
          "expect",
          "front-end-https",
          "host",
          "http2-settings",
          "keep-alive",
          "max-forwards",
          "proxy", // a CGI program's HTTP_PROXY
          "remote-user",
          "set-cookie",
          "set-cookie2",
          "sm-universalid",
          "sm-user", // SiteMinder
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent",
          "via",
          "x-anonymous-consumer",
          "x-aws-parameters-secrets-token", // the extension of AWS Lambda that gives secrets out
          "x-client-dn",
          "x-client-verify",
          "x-consul-token",
          "x-consumer-custom-id", // Kong
          "x-consumer-groups",
          "x-consumer-id",
          "x-consumer-username",
          "x-credential-identifier",
          "x-credential-username",
          "x-host",
          "x-identity-header", // Azure App Service's managed identity
          "x-override-url",
          "x-proxy-url",
          "x-scheme",
          "x-script-name",
          "x-sso-user",
          "x-url-scheme",
          "x-vault-request");

  private static final List<String> STARTS =
      List.of(
          "cf-access-", // Cloudflare
          "content-",
          "forwarded",
          "impersonate-", // Kubernetes
          "iv-", // WebSEAL
          "proxy-",
          "ssl-client-",
          "tailscale-",
          "x-accel-",
          "x-amzn-mtls-",
          "x-amzn-oidc-",
          "x-appengine-",
          "x-arr-", // Azure App Service
          "x-auth-request-", // oauth2-proxy
          "x-authenticated-",
          "x-authentik-",
          "x-backend-",
          "x-client-cert",
          "x-envoy-",
          "x-forward", // -ed-for, -ed, -er-for
          "x-goog-authenticated-user-",
          "x-goog-iap-",
          "x-http-", // -method-override, -host-override, -destinationurl
          "x-instance-id", // OpenStack's metadata proxy
          "x-method-override",
          "x-middleware-", // Next.js: -subrequest, -rewrite
          "x-ms-client-principal",
          "x-ms-token-",
          "x-original", // -url, -host, -ly-forwarded-for
          "x-pomerium-",
          "x-proxyuser",
          "x-real-",
          "x-remote-", // -user, -addr
          "x-rewrite-",
          "x-ssl-",
          "x-tls-client-",
          "x-upstream-",
          "x-webauth-");

  /** Whose request it is: X-Real-IP, True-Client-IP, CF-Connecting-IP, X-Azure-ClientIP … */
  private static final List<String> ENDINGS =
      List.of(
          "-ip", "-ipv6", "clientip", "socketip", "-remote-addr", "-remote-user", "-host-override");

  /** Metadata, Metadata-Flavor, X-aws-ec2-metadata-token, X-Google-Metadata-Request … */
  private static final List<String> PARTS = List.of("metadata");

  private SteeringHeaders() {}

  /** Tells whether a header's name, in lower case with hyphens, is one of them. */
  static boolean contain(String name) {
    return NAMES.contains(name)
        || STARTS.stream().anyMatch(name::startsWith)
        || ENDINGS.stream().anyMatch(name::endsWith)
        || PARTS.stream().anyMatch(name::contains);
  }
}
