package io.calloutauth.client;

import io.calloutauth.endpoint.AddressLiteral;
import io.calloutauth.endpoint.Origin;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
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

  /** An identity is one client's, which has few endpoints. */
  private static final int SESSIONS_OF_IDENTITY = 8;

  /** How many identities have their context kept. A private key is in memory for each. */
  private static final int IDENTITIES = 200;

  /** What a JDK whose operator has lifted its own restrictions would offer. */
  private static final Pattern WEAK =
      Pattern.compile(".*_(NULL|anon|EXPORT|KRB5|RC2|RC4|DES|DES40|3DES|MD5)(_.*|$)");

  private final TrustManager @Nullable [] trust;
  private final SSLContext unidentified;
  private final Map<TlsIdentity, Kept> contexts = new RecentContexts();

  /** Not held while a private key is opened: all clients' handshakes would wait for one's. */
  private final ReentrantLock using = new ReentrantLock();

  /**
   * Makes handshakes possible.
   *
   * @param trust decides which authorities are trusted, or null for the JDK's own
   */
  TlsHandshake(@Nullable X509TrustManager trust) {
    this.trust = trust == null ? null : new TrustManager[] {new PlainTrust(trust)};
    this.unidentified = context(new KeyManager[0], SESSIONS);
  }

  /** Speaks TLS over a socket that is connected to an endpoint. Blocks. */
  SSLSocket over(Socket plain, Origin origin, TlsIdentity identity) throws IOException {
    String host = origin.hostWithoutBrackets();
    SSLContext context = identity.isShown() ? identified(identity) : unidentified;
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

  private SSLContext identified(TlsIdentity identity) throws TransportException {
    Kept kept = locked(() -> recent(identity));
    if (kept != null) {
      return kept.context;
    }
    SSLContext made = context(new KeyManager[] {identity.keyManager()}, SESSIONS_OF_IDENTITY);
    Kept first = locked(() -> contexts.putIfAbsent(identity, new Kept(made)));
    return first == null ? made : first.context;
  }

  private @Nullable Kept recent(TlsIdentity identity) {
    Kept kept = contexts.get(identity);
    if (kept != null) {
      kept.isUsed = true;
    }
    return kept;
  }

  /** Drops the private keys of identities that were not used since the last call. */
  void dropIdle() {
    using.lock();
    try {
      contexts.values().removeIf(kept -> !kept.isUsed);
      contexts.values().forEach(kept -> kept.isUsed = false);
    } finally {
      using.unlock();
    }
  }

  private @Nullable Kept locked(Supplier<@Nullable Kept> access) {
    using.lock();
    try {
      return access.get();
    } finally {
      using.unlock();
    }
  }

  /** Not the JVM's default context, which any library in the host may have replaced. */
  private SSLContext context(KeyManager[] keys, int sessions) {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      context.getClientSessionContext().setSessionCacheSize(sessions);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no TLS", e);
    }
  }

  /** A context, and whether it was used since idle ones were dropped last. */
  private static final class Kept {

    private final transient SSLContext context;
    private boolean isUsed = true;

    Kept(SSLContext context) {
      this.context = context;
    }
  }

  /** The contexts that were used last. */
  private static final class RecentContexts extends LinkedHashMap<TlsIdentity, Kept> {

    private static final long serialVersionUID = 1;

    RecentContexts() {
      super(16, 0.75f, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<TlsIdentity, Kept> eldest) {
      return size() > IDENTITIES;
    }
  }

  /**
   * The client certificate and private key for mutual TLS (RFC 8705), or none. Each identity has a
   * TLS context of its own, so that no session of one is resumed for another. Compared by its name;
   * immutable and thread-safe. {@link #toString()} hides the private key.
   */
  static final class TlsIdentity {

    /** No certificate is shown. */
    static final TlsIdentity NONE = new TlsIdentity("", Optional::empty, () -> "");

    private final String name;
    private final transient Supplier<Optional<X509KeyManager>> keys;
    private final Supplier<String> description;

    private TlsIdentity(
        String name, Supplier<Optional<X509KeyManager>> keys, Supplier<String> description) {
      this.name = name;
      this.keys = keys;
      this.description = description;
    }

    /**
     * Returns the identity that a key manager shows.
     *
     * @param name no other identity has it: who has the certificate, and all of it
     * @param keys opens the private key; empty when it does not fit the certificate
     * @param description says what is shown, for the operator
     */
    static TlsIdentity of(
        String name, Supplier<Optional<X509KeyManager>> keys, Supplier<String> description) {
      return new TlsIdentity(name, keys, description);
    }

    /** Tells whether a certificate is shown. */
    boolean isShown() {
      return !name.isEmpty();
    }

    /** Returns what is shown, for the operator. */
    String description() {
      return description.get();
    }

    private X509KeyManager keyManager() throws TransportException {
      return keys.get()
          .orElseThrow(
              () ->
                  new TransportException(
                      HttpFailure.TLS_FAILED,
                      "the stored certificate does not fit its private key"));
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof TlsIdentity that && name.equals(that.name);
    }

    @Override
    public int hashCode() {
      return name.hashCode();
    }

    @Override
    public String toString() {
      return isShown() ? "TlsIdentity" : "TlsIdentity[none]";
    }
  }
}
