package io.calloutauth.keys;

import io.calloutauth.oauth.Secret;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.UnrecoverableKeyException;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads a PKCS#12 file (RFC 7292) that holds one private key with its certificates. */
final class Pkcs12Reader {

  private Pkcs12Reader() {}

  /**
   * Reads a file.
   *
   * @param password opens it; null where none was typed, which is an empty one
   */
  static CertificateReading read(byte[] file, @Nullable Secret password)
      throws UnreadableCertificateException {
    if (file.length == 0 || file[0] != DerivationCost.SEQUENCE) {
      throw new UnreadableCertificateException(CertificateProblem.UNREADABLE);
    }
    KeyDecryption.checkRounds(file);
    if (password != null) {
      KeyDecryption.checkAscii(password);
    }
    char[] opening = password == null ? new char[0] : password.reveal().toCharArray();
    try {
      return read(load(file, opening, password == null), opening);
    } finally {
      Arrays.fill(opening, '\0');
    }
  }

  private static KeyStore load(byte[] file, char[] password, boolean untyped)
      throws UnreadableCertificateException {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(new ByteArrayInputStream(file), password);
      return store;
    } catch (IOException | GeneralSecurityException | RuntimeException closed) {
      boolean wrong = closed.getCause() instanceof UnrecoverableKeyException;
      CertificateProblem password12 =
          untyped ? CertificateProblem.PASSWORD_MISSING : CertificateProblem.WRONG_PASSWORD;
      throw new UnreadableCertificateException(wrong ? password12 : CertificateProblem.UNREADABLE);
    } catch (StackOverflowError deep) { // how deep it is inside shows once it is open
      throw new UnreadableCertificateException(CertificateProblem.UNREADABLE);
    }
  }

  private static CertificateReading read(KeyStore store, char[] password)
      throws UnreadableCertificateException {
    try {
      List<String> keys = new ArrayList<>();
      for (String alias : Collections.list(store.aliases())) {
        if (store.isKeyEntry(alias)) {
          keys.add(alias);
        }
      }
      if (keys.size() != 1) {
        throw new UnreadableCertificateException(problem(store, keys));
      }
      return read(store, keys.get(0), password);
    } catch (GeneralSecurityException | RuntimeException broken) {
      throw new UnreadableCertificateException(CertificateProblem.KEY_UNREADABLE);
    }
  }

  private static CertificateProblem problem(KeyStore store, List<String> keys)
      throws GeneralSecurityException {
    if (!keys.isEmpty()) {
      return CertificateProblem.SEVERAL_KEYS;
    }
    return store.size() == 0 ? CertificateProblem.UNREADABLE : CertificateProblem.NO_KEY;
  }

  private static CertificateReading read(KeyStore store, String alias, char[] password)
      throws GeneralSecurityException, UnreadableCertificateException {
    if (!(store.getKey(alias, password) instanceof PrivateKey key)) {
      throw new UnreadableCertificateException(CertificateProblem.KEY_UNREADABLE);
    }
    Certificate[] chain = store.getCertificateChain(alias);
    List<X509Certificate> certificates = new ArrayList<>();
    for (Certificate each : chain == null ? new Certificate[0] : chain) {
      certificates.add(CertificateReader.certificate(each.getEncoded()));
    }
    return CertificateReader.judge(certificates, key);
  }
}
