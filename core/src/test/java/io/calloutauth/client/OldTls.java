package io.calloutauth.client;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.TokenError;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.testkit.FakeServer;
import io.calloutauth.testkit.TestCertificate;
import java.io.IOException;
import java.nio.file.Path;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.X509TrustManager;

/** A process that says who speaks TLS 1.1 with a server that speaks nothing else. */
final class OldTls {

  private OldTls() {}

  /** Takes a directory for the server's certificate. */
  public static void main(String[] arguments) throws Exception {
    TestCertificate identity = TestCertificate.of("login.example.com", Path.of(arguments[0]));
    SSLParameters old = identity.showing().getDefaultSSLParameters();
    old.setProtocols(new String[] {"TLSv1.1"});
    try (FakeServer server =
        FakeServer.startTls(identity.showing(), old, FakeServer.json(Clients.TOKEN_JSON))) {
      System.out.println("anybody: " + anybody(identity.trusting(), old, server.port()));
      System.out.println("the client: " + client(identity.trust(), server));
    }
    System.out.println("weak ciphers: " + weak(identity));
  }

  private static String weak(TestCertificate certificate) throws Exception {
    SSLParameters weak = certificate.showing().getDefaultSSLParameters();
    weak.setProtocols(new String[] {"TLSv1.2"});
    weak.setCipherSuites(
        new String[] {"TLS_ECDHE_ECDSA_WITH_NULL_SHA", "TLS_ECDHE_ECDSA_WITH_3DES_EDE_CBC_SHA"});
    try (FakeServer server =
        FakeServer.startTls(certificate.showing(), weak, FakeServer.json(Clients.TOKEN_JSON))) {
      return anybody(certificate.trusting(), weak, server.port())
          + ", "
          + client(certificate.trust(), server);
    }
  }

  private static String anybody(SSLContext tls, SSLParameters old, int port) throws IOException {
    try (SSLSocket socket = (SSLSocket) tls.getSocketFactory().createSocket("localhost", port)) {
      socket.setSSLParameters(old);
      socket.startHandshake();
      return socket.getSession().getProtocol();
    }
  }

  private static TokenError client(X509TrustManager trust, FakeServer server) {
    try (TokenClient client =
        HttpTokenClient.builder(LoopbackPolicy.allowing()).trust(trust).build()) {
      Endpoint endpoint = server.endpoint("login.example.com", "/token");
      return ((TokenFailure) client.fetch(Clients.of(endpoint), GrantInput.NONE, Clients.PLENTY))
          .error();
    }
  }
}
