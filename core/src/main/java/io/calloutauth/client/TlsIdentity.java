package io.calloutauth.client;

import javax.net.ssl.KeyManager;
import javax.net.ssl.X509KeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The client certificate and private key for mutual TLS (RFC 8705), or none. Each identity has a
 * TLS context of its own, so that no session of one is resumed for another. Compared by identity;
 * immutable and thread-safe.
 */
final class TlsIdentity {

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
