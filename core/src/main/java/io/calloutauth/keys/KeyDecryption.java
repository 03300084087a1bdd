package io.calloutauth.keys;

import io.calloutauth.oauth.Secret;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKey;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;

/** Opens private keys in PKCS#8, also those under a password (RFC 5208 sections 5 and 6). */
final class KeyDecryption {

  private KeyDecryption() {}

  /** Opens a key that is under a password, in the way that it says, if the JDK knows it. */
  static PrivateKey open(byte[] encrypted, @Nullable Secret password)
      throws UnreadableCertificateException {
    if (password == null) {
      throw new UnreadableCertificateException(CertificateProblem.PASSWORD_MISSING);
    }
    checkRounds(encrypted);
    checkAscii(password);
    return read(decrypt(encrypted, password));
  }

  /** Refuses a form whose passwords take too long to be tried. */
  static void checkRounds(byte[] encrypted) throws UnreadableCertificateException {
    if (!DerivationCost.isBearable(encrypted)) {
      throw new UnreadableCertificateException(CertificateProblem.TOO_LARGE);
    }
  }

  /** Refuses a password that the JDK cannot try: one that is not printable ASCII. */
  static void checkAscii(Secret password) throws UnreadableCertificateException {
    if (password.reveal().chars().anyMatch(c -> c < 0x20 || c > 0x7E)) {
      throw new UnreadableCertificateException(CertificateProblem.PASSWORD_NOT_ASCII);
    }
  }

  private static byte[] decrypt(byte[] encrypted, Secret password)
      throws UnreadableCertificateException {
    PBEKeySpec spec = new PBEKeySpec(password.reveal().toCharArray());
    try {
      EncryptedPrivateKeyInfo info = new EncryptedPrivateKeyInfo(encrypted);
      String named = info.getAlgName();
      // The JDK names the algorithm inside of PBES2 by its parameters' text alone.
      String algorithm = isPbes2(named) ? info.getAlgParameters().toString() : named;
      SecretKey key = SecretKeyFactory.getInstance(algorithm).generateSecret(spec);
      Cipher cipher = Cipher.getInstance(algorithm);
      cipher.init(Cipher.DECRYPT_MODE, key, info.getAlgParameters());
      return cipher.doFinal(info.getEncryptedData());
    } catch (IOException | NoSuchAlgorithmException unknown) {
      throw new UnreadableCertificateException(CertificateProblem.UNKNOWN_ENCRYPTION);
    } catch (GeneralSecurityException | RuntimeException closed) {
      throw new UnreadableCertificateException(CertificateProblem.WRONG_PASSWORD);
    } finally {
      spec.clearPassword();
    }
  }

  private static boolean isPbes2(String named) {
    return named.equals("PBES2") || named.equals("1.2.840.113549.1.5.13");
  }

  /** Reads the PKCS#8 form of a key. */
  static PrivateKey read(byte[] pkcs8) throws UnreadableCertificateException {
    KeyKind kind = PemReader.kind(pkcs8);
    if (kind == null) {
      throw new UnreadableCertificateException(
          pkcs8.length > 0 && pkcs8[0] == DerivationCost.SEQUENCE
              ? CertificateProblem.UNSUPPORTED
              : CertificateProblem.KEY_UNREADABLE);
    }
    try {
      return kind.read(pkcs8);
    } catch (GeneralSecurityException | RuntimeException unreadable) {
      throw new UnreadableCertificateException(CertificateProblem.KEY_UNREADABLE);
    } finally {
      Arrays.fill(pkcs8, (byte) 0);
    }
  }
}
