package io.calloutauth.keys;

import io.calloutauth.keys.PemReader.Block;
import io.calloutauth.oauth.CertificateChain;
import io.calloutauth.oauth.Secret;
import java.io.ByteArrayInputStream;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client certificate with its private key: PEM (RFC 7468), certificates and PKCS#8 in one
 * text, or PKCS#12 (RFC 7292) in base64. No parser's exception becomes a cause: it could hold the
 * key.
 */
final class CertificateReader {

  private static final int LONGEST = 40_000;
  private static final int MOST_CERTIFICATES = 5;

  /** Nodes keep the chain in memory. */
  private static final int MOST_BYTES = 9_000;

  private static final String CERTIFICATE = "CERTIFICATE";
  private static final String ENCRYPTED = "ENCRYPTED PRIVATE KEY";

  private CertificateReader() {}

  /**
   * Reads what was typed.
   *
   * @param password opens the private key, or the whole of a PKCS#12 file; null where none was
   *     typed
   */
  static CertificateReading read(Secret typed, @Nullable Secret password) {
    String text = typed.reveal().strip();
    if (text.length() > LONGEST) {
      return CertificateReading.refused(CertificateProblem.TOO_LARGE);
    }
    try {
      return text.contains("-----BEGIN ")
          ? readPem(PemReader.blocks(text), password)
          : Pkcs12Reader.read(decode(text), password);
    } catch (UnreadableCertificateException refused) {
      return CertificateReading.refused(refused.problem());
    }
  }

  private static CertificateReading readPem(List<Block> blocks, @Nullable Secret password)
      throws UnreadableCertificateException {
    List<X509Certificate> chain = new ArrayList<>();
    List<Block> keys = new ArrayList<>();
    for (Block block : blocks) {
      if (block.label().equals(CERTIFICATE)) {
        chain.add(certificate(decode(block.base64())));
      } else if (block.label().endsWith(PemReader.PRIVATE)) {
        keys.add(block);
      }
    }
    if (chain.isEmpty() && keys.isEmpty()) {
      throw new UnreadableCertificateException(CertificateProblem.UNREADABLE);
    }
    return judge(chain, key(keys, password));
  }

  private static PrivateKey key(List<Block> keys, @Nullable Secret password)
      throws UnreadableCertificateException {
    if (keys.size() != 1) {
      throw new UnreadableCertificateException(
          keys.isEmpty() ? CertificateProblem.NO_KEY : CertificateProblem.SEVERAL_KEYS);
    }
    Block block = keys.get(0);
    if (block.label().equals(ENCRYPTED)) {
      return KeyDecryption.open(decode(block.base64()), password);
    }
    if (!block.label().equals(PemReader.PRIVATE)) {
      throw new UnreadableCertificateException(CertificateProblem.NOT_PKCS8);
    }
    return KeyDecryption.read(decode(block.base64()));
  }

  /** Judges what was read; what it is used for is judged where that is known. */
  static CertificateReading judge(List<X509Certificate> chain, PrivateKey key) {
    if (chain.isEmpty()) {
      return CertificateReading.refused(CertificateProblem.NO_CERTIFICATE);
    }
    if (chain.size() > MOST_CERTIFICATES || bytes(chain) > MOST_BYTES) {
      return CertificateReading.refused(CertificateProblem.TOO_LARGE);
    }
    CertificateProblem problem = new ChainValidator(chain).problem(key);
    return problem == null
        ? reread(new ClientCertificate(chain, key))
        : CertificateReading.refused(problem);
  }

  /** What is sealed of a key is going to sign, and of an RSA key that is a part of its numbers. */
  private static CertificateReading reread(ClientCertificate read) {
    return ClientCertificate.of(read.wholeText())
        .map(CertificateReading::of)
        .orElse(CertificateReading.refused(CertificateProblem.KEY_UNREADABLE));
  }

  private static int bytes(List<X509Certificate> chain) {
    return chain.stream().mapToInt(each -> ClientCertificate.encoded(each).length).sum();
  }

  /** Reads the DER form of a certificate (RFC 5280). One that is nested deep is not looked into. */
  static X509Certificate certificate(byte[] der) throws UnreadableCertificateException {
    if (!DerivationCost.isBearable(der)) {
      throw new UnreadableCertificateException(CertificateProblem.UNREADABLE);
    }
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(der));
    } catch (CertificateException | RuntimeException unreadable) {
      throw new UnreadableCertificateException(CertificateProblem.UNREADABLE);
    }
  }

  /** Reads the certificates of a chain, in its order. */
  static List<X509Certificate> certificates(CertificateChain chain)
      throws UnreadableCertificateException {
    List<X509Certificate> certificates = new ArrayList<>();
    for (String each : chain.x5c()) {
      certificates.add(certificate(Base64.getDecoder().decode(each)));
    }
    return List.copyOf(certificates);
  }

  private static byte[] decode(String base64) throws UnreadableCertificateException {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException notBase64) {
      throw new UnreadableCertificateException(CertificateProblem.UNREADABLE);
    }
  }
}
