package io.calloutauth.keys;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Validates the certificates of a client: the first is the private key's, for TLS clients, and each
 * is followed by that of the authority that signed it (RFC 5280 section 6). Whether a server trusts
 * the last is the server's matter.
 *
 * @param chain the certificates as they were typed; at least one
 */
record ChainValidator(List<X509Certificate> chain) {

  private static final String ANY_USE = "2.5.29.37.0";
  private static final String TLS_CLIENT = "1.3.6.1.5.5.7.3.2";

  /** Returns what is wrong with the chain, or with it and a key; null when nothing is. */
  @Nullable CertificateProblem problem(PrivateKey key) {
    KeyKind kind = kind(chain.get(0).getPublicKey());
    if (kind == null) {
      return CertificateProblem.UNSUPPORTED;
    }
    CertificateProblem unfit = keyProblem(key);
    if (unfit != null) {
      return unfit;
    }
    if (!belongs(key, chain.get(0))) {
      return mismatch(key);
    }
    CertificateProblem order = orderProblem();
    return order == null && !isForClients() ? CertificateProblem.NOT_FOR_CLIENTS : order;
  }

  private CertificateProblem mismatch(PrivateKey key) {
    if (chain.stream().anyMatch(each -> belongs(key, each))) {
      return CertificateProblem.WRONG_ORDER;
    }
    return isAuthority(chain.get(0)) ? CertificateProblem.AUTHORITY : CertificateProblem.MISMATCH;
  }

  /** Returns the kind of key that signs for a certificate; null when there is none. */
  static @Nullable KeyKind kind(PublicKey key) {
    if (key instanceof RSAPublicKey) {
      return KeyKind.RSA;
    }
    if (key instanceof ECPublicKey) {
      return KeyKind.EC;
    }
    boolean ed25519 = key instanceof EdECPublicKey ed && ed.getParams().getName().equals("Ed25519");
    return ed25519 ? KeyKind.ED25519 : null;
  }

  /** Nothing is computed with a number before it is known to be no longer than it may be. */
  private @Nullable CertificateProblem keyProblem(PrivateKey key) {
    if (chain.stream().anyMatch(each -> KeyKind.isShortRsa(each.getPublicKey()))) {
      return CertificateProblem.RSA_SIZE;
    }
    if (key instanceof RSAPrivateKey rsa) {
      KeyProblem problem = KeyKind.rsaProblem(rsa);
      boolean size = problem == KeyProblem.RSA_SIZE;
      CertificateProblem other = problem == null ? null : CertificateProblem.KEY_UNREADABLE;
      return size ? CertificateProblem.RSA_SIZE : other;
    }
    boolean broken = key instanceof ECPrivateKey ec && !KeyKind.isInRange(ec);
    return broken ? CertificateProblem.KEY_UNREADABLE : null;
  }

  private static boolean belongs(PrivateKey key, X509Certificate certificate) {
    KeyKind kind = kind(certificate.getPublicKey());
    try {
      return kind != null && PublicKeyDerivation.belong(kind, key, certificate.getPublicKey());
    } catch (GeneralSecurityException | RuntimeException another) {
      return false;
    }
  }

  private @Nullable CertificateProblem orderProblem() {
    for (int i = 1; i < chain.size(); i++) {
      if (!isIssuer(chain.get(i), chain.get(i - 1))) {
        return isChainInOtherOrder() ? CertificateProblem.WRONG_ORDER : problemOf(chain.get(i));
      }
    }
    return null;
  }

  private static CertificateProblem problemOf(X509Certificate stray) {
    return isAuthority(stray) ? CertificateProblem.BROKEN_CHAIN : CertificateProblem.SEVERAL_LEAVES;
  }

  private boolean isChainInOtherOrder() {
    List<X509Certificate> rest = new ArrayList<>(chain);
    X509Certificate last = rest.remove(0);
    while (last != null && !rest.isEmpty()) {
      X509Certificate child = last;
      last = rest.stream().filter(each -> isIssuer(each, child)).findFirst().orElse(null);
      rest.remove(last);
    }
    return last != null;
  }

  /** Tells whether one certificate is of the authority that signed another. */
  static boolean isIssuer(X509Certificate issuer, X509Certificate issued) {
    if (!issuer.getSubjectX500Principal().equals(issued.getIssuerX500Principal())) {
      return false;
    }
    try {
      issued.verify(issuer.getPublicKey());
      return true;
    } catch (GeneralSecurityException | RuntimeException another) {
      return false;
    }
  }

  /** Tells whether a certificate may sign others (RFC 5280 section 4.2.1.9). */
  static boolean isAuthority(X509Certificate certificate) {
    return certificate.getBasicConstraints() >= 0;
  }

  private boolean isForClients() {
    try {
      boolean[] usage = chain.get(0).getKeyUsage();
      List<String> uses = chain.get(0).getExtendedKeyUsage();
      return (usage == null || usage[0])
          && (uses == null || uses.contains(TLS_CLIENT) || uses.contains(ANY_USE));
    } catch (CertificateParsingException unreadable) {
      return false;
    }
  }
}
