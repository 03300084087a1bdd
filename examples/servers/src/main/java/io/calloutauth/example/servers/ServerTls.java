package io.calloutauth.example.servers;

import java.security.GeneralSecurityException;
import java.util.Objects;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.apache.catalina.connector.Connector;
import org.apache.tomcat.util.net.SSLHostConfig;
import org.apache.tomcat.util.net.SSLHostConfigCertificate;
import org.apache.tomcat.util.net.SSLUtil;

/**
 * How a server speaks TLS and asks clients for a certificate, which they may leave out.
 *
 * @param key shows the server's own certificate
 * @param trust says which certificates of clients get through
 */
record ServerTls(X509KeyManager key, X509TrustManager trust) {

  ServerTls {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(trust, "trust");
  }

  /** Returns a connector to any free port of 127.0.0.1. */
  Connector connector() {
    SSLHostConfig host = new SSLHostConfig();
    host.setCertificateVerification("optional");
    SSLHostConfigCertificate certificate =
        new SSLHostConfigCertificate(host, SSLHostConfigCertificate.Type.UNDEFINED);
    certificate.setSslContext(SSLUtil.createSSLContext(context(), key, trust));
    host.addCertificate(certificate);
    Connector connector = new Connector();
    connector.setPort(0);
    connector.setScheme("https");
    connector.setSecure(true);
    connector.setProperty("address", Loopback.address().getHostAddress());
    connector.setProperty("SSLEnabled", "true");
    connector.addSslHostConfig(host);
    return connector;
  }

  private SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(new KeyManager[] {key}, new TrustManager[] {trust}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK speaks TLS", e);
    }
  }
}
