package io.calloutauth.client;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/**
 * A host's trust manager as JSSE gets it: no extended one. JSSE leaves the checks of name and
 * algorithms to those, and a host's may do neither.
 */
record PlainTrust(X509TrustManager host) implements X509TrustManager {

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    host.checkServerTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("nobody is a client here");
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return host.getAcceptedIssuers();
  }
}
