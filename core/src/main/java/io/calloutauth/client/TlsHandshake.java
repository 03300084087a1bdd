package io.calloutauth.client;

import io.calloutauth.endpoint.AddressLiteral;
import io.calloutauth.endpoint.Origin;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.regex.Pattern;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Does TLS handshakes: version 1.2 or newer, no weak cipher, the server's name sent (SNI) and
 * checked by JSSE, whoever decides on trust. Thread-safe.
 */
final class TlsHandshake {

  private static final List<String> VERSIONS = List.of("TLSv1.3", "TLSv1.2");

  /**
   * How many sessions are kept to be resumed. A server may send a ticket of 32 KiB for each, and
   * many of them with one response; the JDK would keep 20,480.
   */
  private static final int SESSIONS = 1_000;

  /** What a JDK whose operator has lifted its own restrictions would offer. */
  private static final Pattern WEAK =
      Pattern.compile(".*_(NULL|anon|EXPORT|KRB5|RC2|RC4|DES|DES40|3DES|MD5)(_.*|$)");

  private final TrustManager @Nullable [] trust;
  private final Map<TlsIdentity, SSLContext> contexts =
      Collections.synchronizedMap(new WeakHashMap<>());

  /**
   * Makes handshakes possible.
   *
   * @param trust decides which authorities are trusted, or null for the JDK's own
   */
  TlsHandshake(@Nullable X509TrustManager trust) {
    this.trust = trust == null ? null : new TrustManager[] {new PlainTrust(trust)};
    contexts.put(TlsIdentity.NONE, context(TlsIdentity.NONE));
  }

  /** Speaks TLS over a socket that is connected to an endpoint. Blocks. */
  SSLSocket over(Socket plain, Origin origin, TlsIdentity identity) throws IOException {
    String host = origin.hostWithoutBrackets();
    SSLContext context = contexts.computeIfAbsent(identity, this::context);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, host, origin.port(), true);
    SSLParameters parameters = socket.getSSLParameters();
    List<String> supported = Arrays.asList(socket.getSupportedProtocols());
    parameters.setProtocols(VERSIONS.stream().filter(supported::contains).toArray(String[]::new));
    parameters.setCipherSuites(
        Arrays.stream(parameters.getCipherSuites())
            .filter(suite -> !WEAK.matcher(suite).matches())
            .toArray(String[]::new));
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    if (AddressLiteral.ofHost(origin.host()) == null) {
      parameters.setServerNames(List.of(new SNIHostName(host)));
    }
    socket.setSSLParameters(parameters);
    socket.startHandshake();
    return socket;
  }

  /** Not the JVM's default context, which any library in the host may have replaced. */
  private SSLContext context(TlsIdentity identity) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(identity.keyManagers(), trust, null);
      context.getClientSessionContext().setSessionCacheSize(SESSIONS);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no TLS", e);
    }
  }

  /**
   * A host's trust manager as JSSE gets it: no extended one. JSSE leaves the checks of name and
   * algorithms to those, and a host's may do neither.
   */
  private record PlainTrust(X509TrustManager host) implements X509TrustManager {

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      host.checkServerTrusted(chain, type);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("nobody is a client here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return host.getAcceptedIssuers();
    }
  }

  /**
   * The client certificate and private key for mutual TLS (RFC 8705), or none. Each identity has a
   * TLS context of its own, so that no session of one is resumed for another. Compared by identity;
   * immutable and thread-safe.
   */
  static final class TlsIdentity {

    /** No certificate is shown. */
    static final TlsIdentity NONE = new TlsIdentity(null);

    private final @Nullable X509KeyManager keys;

    private TlsIdentity(@Nullable X509KeyManager keys) {
      this.keys = keys;
    }

    /** Returns the identity that a key manager shows. */
    static TlsIdentity of(X509KeyManager keys) {
      return new TlsIdentity(keys);
    }

    /** Returns what a TLS context is made with; empty for none. */
    KeyManager[] keyManagers() {
      return keys == null ? new KeyManager[0] : new KeyManager[] {keys};
    }

    @Override
    public String toString() {
      return keys == null ? "TlsIdentity[none]" : "TlsIdentity";
    }
  }
}
