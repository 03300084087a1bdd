package io.calloutauth;

import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.testkit.TokenServer.Answer;

/** What tests of discovery have in common: a server that serves metadata. */
abstract class MetadataNode extends OneNode {

  static final String OAUTH = "/.well-known/oauth-authorization-server";
  static final String OPENID = "/.well-known/openid-configuration";

  String issuer(String path) {
    return server.url(path);
  }

  /** Serves metadata of an issuer with a token and a revocation endpoint, and more. */
  void serve(String document, String issuerPath, String more) {
    serve(
        document,
        issuerPath,
        more + member("revocation_endpoint", server.url("/revoke")),
        server.url("/token"));
  }

  /** Serves metadata of an issuer with a token endpoint, and more. */
  void serve(String document, String issuerPath, String more, String tokenEndpoint) {
    server.serve(
        document,
        new Answer(
            200,
            "{\"issuer\":\"%s\"%s%s}"
                .formatted(issuer(issuerPath), member("token_endpoint", tokenEndpoint), more)));
  }

  static String member(String name, String text) {
    return ",\"" + name + "\":\"" + text + "\"";
  }

  static String list(String name, String values) {
    return ",\"" + name + "\":[\"" + values.replace(" ", "\",\"") + "\"]";
  }

  DiscoveryReport discovered(String more) {
    serve(OAUTH + "/a", "/a", more);
    return node.auth.discovery().fetch(issuer("/a"));
  }

  Provider created(ProviderSettings settings) {
    return node.auth
        .providers()
        .create(
            settings.toBuilder()
                .name("CRM")
                .clientId("billing")
                .clientSecret("s3cret")
                .anyOrigin()
                .build());
  }
}
