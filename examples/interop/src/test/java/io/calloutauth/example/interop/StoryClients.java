package io.calloutauth.example.interop;

import io.calloutauth.example.servers.DemoClient;
import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.oauth.SigningAlgorithm;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * The clients that every server registers for the story. Ids and secrets hold what is apt to be
 * encoded wrongly in a header or a form (RFC 6749 §2.3.1). Not serializable.
 */
final class StoryClients {

  /** What the clients may ask for. */
  static final List<String> SCOPES = List.of("orders.read", "orders.write");

  /** Who signs the assertions of the JWT bearer grant, and for whom. */
  static final String GRANT_ISSUER = "https://billing.example.com/assertions";

  static final String GRANT_SUBJECT = "ada";

  /** Who logs in to authorize, and where the browser is sent back to. */
  static final String USER = "grace";

  static final String PASSWORD = "hopper";
  static final URI CALLBACK = URI.create("http://127.0.0.1:8080/callback");

  private static final String AWKWARD = " +%2B&=:/?#~*";

  private final DemoClient basic = client("https://billing.example.com/basic");
  private final DemoClient post = client("https://billing.example.com/post");
  private final DemoClient code = client("https://billing.example.com/code");
  private final DemoClient shortLived = client("https://billing.example.com/short-lived");
  private final DemoClient bearer = client("https://billing.example.com/bearer");
  private final DemoClient receiver = client("receiver");

  private final DemoClient secretSigning = client("https://billing.example.com/HS256");
  private final StoryCertificates certificates = new StoryCertificates();
  private final List<SigningClient> signing =
      Arrays.stream(SigningAlgorithm.values()).map(SigningClient::of).toList();

  private static DemoClient client(String id) {
    return DemoClient.builder(id)
        .secret(UUID.randomUUID() + AWKWARD + "end")
        .scopes(SCOPES.toArray(String[]::new))
        .build();
  }

  /** Returns the client that authenticates by {@code client_secret_basic}. */
  DemoClient basic() {
    return basic;
  }

  /** Returns the client that authenticates by {@code client_secret_post}. */
  DemoClient post() {
    return post;
  }

  /** Returns the client that authenticates by {@code client_secret_jwt}. */
  DemoClient secretSigning() {
    return secretSigning;
  }

  /** Returns the clients that authenticate by {@code private_key_jwt}, one for each algorithm. */
  List<SigningClient> signing() {
    return signing;
  }

  /** Returns the certificates of the server and of the clients that show one. */
  StoryCertificates certificates() {
    return certificates;
  }

  /** Returns the clients that show a certificate in TLS, one for each way. */
  List<ShowingClient> showing() {
    return List.of(certificates.issued(), certificates.selfSigned());
  }

  /** Returns the one of them that signs with an algorithm. */
  SigningClient signing(SigningAlgorithm algorithm) {
    return signing.stream()
        .filter(client -> client.algorithm() == algorithm)
        .findFirst()
        .orElseThrow();
  }

  /** Returns the client that asks for tokens with the JWT bearer grant. */
  DemoClient bearer() {
    return bearer;
  }

  /** Returns the client to which users give authorizations. */
  DemoClient code() {
    return code;
  }

  /** Returns the client whose authorizations bring access tokens of 40 s. */
  DemoClient shortLived() {
    return shortLived;
  }

  /** Returns the client as which the receiver of callouts introspects tokens. */
  DemoClient receiver() {
    return receiver;
  }

  /** Returns the client of one of these two methods. */
  DemoClient of(ClientAuthentication method) {
    return method == ClientAuthentication.CLIENT_SECRET_BASIC ? basic : post;
  }
}
