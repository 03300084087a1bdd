package io.calloutauth.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import javax.security.auth.x500.X500Principal;
import org.jspecify.annotations.Nullable;

/**
 * A certificate with its private key (RFC 5280) that a test makes to its own liking: the JDK has no
 * class that makes one, and its keytool takes half a second.
 */
public final class MadeCertificate {

  private static final AtomicLong SERIAL = new AtomicLong(1_000);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final String CLIENT_AUTH = "551d25";

  private final KeyPair pair;
  private final List<X509Certificate> chain;

  private MadeCertificate(KeyPair pair, List<X509Certificate> chain) {
    this.pair = pair;
    this.chain = chain;
  }

  /** Returns a certificate of an EC key that signs itself. */
  public static MadeCertificate selfSigned(String name) {
    return new Maker(name).make();
  }

  /** Returns one for a client, which an authority of its own has signed. */
  public static MadeCertificate issued(String name) {
    return new Maker(name).issuer(authority("CN=authority of " + name.substring(3))).make();
  }

  public static MadeCertificate authority(String name) {
    return new Maker(name).authority().make();
  }

  public X509Certificate certificate() {
    return chain.get(0);
  }

  public List<X509Certificate> chain() {
    return chain;
  }

  public KeyPair pair() {
    return pair;
  }

  /** Returns the certificate alone. */
  public String pem() {
    return pem(List.of(certificate()));
  }

  public static String pem(List<X509Certificate> certificates) {
    StringBuilder pem = new StringBuilder();
    for (X509Certificate each : certificates) {
      try {
        pem.append(pem("CERTIFICATE", each.getEncoded()));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    return pem.toString();
  }

  public static String pem(String label, byte[] der) {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64, label);
  }

  public String keyPem() {
    return pem("PRIVATE KEY", pair.getPrivate().getEncoded());
  }

  /** Returns what an administrator types: the whole chain and the private key. */
  public String typed() {
    return pem(chain) + keyPem();
  }

  /** Returns a PKCS#12 file in base64. */
  public String pkcs12(String password) {
    return pkcs12(password, chain.toArray(new Certificate[0]));
  }

  private String pkcs12(String password, Certificate[] certificates) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setKeyEntry("client", pair.getPrivate(), password.toCharArray(), certificates);
      return encoded(store, password);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  public static String encoded(KeyStore store, String password) throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    store.store(out, password.toCharArray());
    return Base64.getMimeEncoder().encodeToString(out.toByteArray());
  }

  /** Makes certificates. */
  public static final class Maker {

    private final String name;
    private @Nullable MadeCertificate issuer;
    private KeyPair pair = keyPair("EC", 256);
    private Instant from = Instant.parse("2020-01-01T00:00:00Z");
    private Instant to = Instant.parse("2099-12-31T00:00:00Z");
    private final List<byte[]> extensions = new ArrayList<>();

    public Maker(String name) {
      this.name = name;
    }

    public Maker issuer(MadeCertificate authority) {
      issuer = authority;
      return this;
    }

    public Maker pair(KeyPair other) {
      pair = other;
      return this;
    }

    public Maker valid(Instant from, Instant to) {
      this.from = from;
      this.to = to;
      return this;
    }

    public Maker authority() {
      return extension("551d13", der(0x30, bytes("0101ff")));
    }

    /** Names an extended key usage, the last numbers of its identifier in hexadecimal. */
    public Maker use(String purpose) {
      return extension(CLIENT_AUTH, der(0x30, der(0x06, bytes("2b060105050703" + purpose))));
    }

    /** Names the key usage, as the bits of its first byte. */
    public Maker keyUsage(int bits) {
      return extension("551d0f", der(0x03, new byte[] {0, (byte) bits}));
    }

    public Maker host(String host) {
      byte[] name = der(0x82, host.getBytes(StandardCharsets.US_ASCII));
      return extension("551d11", der(0x30, name));
    }

    /** Adds an octet string in parts of parts, as BER has it. */
    public Maker nested(int levels) {
      byte[] value = der(0x04, new byte[1]);
      for (int i = 0; i < levels; i++) {
        value = der(0x24, value);
      }
      extensions.add(der(0x30, der(0x06, bytes("2a0304")), value));
      return this;
    }

    private Maker extension(String id, byte[] value) {
      extensions.add(der(0x30, der(0x06, bytes(id)), der(0x04, value)));
      return this;
    }

    public MadeCertificate make() {
      try {
        KeyPair signing = issuer == null ? pair : issuer.pair;
        byte[] content = content(signing);
        Signature signature = Signature.getInstance(algorithm(signing));
        signature.initSign(signing.getPrivate());
        signature.update(content);
        byte[] bits = join(new byte[1], signature.sign());
        byte[] der = der(0x30, content, algorithmId(signing), der(0x03, bits));
        X509Certificate made =
            (X509Certificate)
                CertificateFactory.getInstance("X.509")
                    .generateCertificate(new ByteArrayInputStream(der));
        List<X509Certificate> chain = new ArrayList<>(List.of(made));
        if (issuer != null) {
          chain.addAll(issuer.chain);
        }
        return new MadeCertificate(pair, List.copyOf(chain));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }

    private byte[] content(KeyPair signing) {
      byte[] subject = new X500Principal(name).getEncoded();
      byte[] by =
          issuer == null ? subject : issuer.certificate().getSubjectX500Principal().getEncoded();
      return der(
          0x30,
          der(0xA0, bytes("020102")),
          der(0x02, BigInteger.valueOf(SERIAL.incrementAndGet()).toByteArray()),
          algorithmId(signing),
          by,
          der(0x30, time(from), time(to)),
          subject,
          pair.getPublic().getEncoded(),
          extensions.isEmpty()
              ? new byte[0]
              : der(0xA3, der(0x30, extensions.toArray(new byte[0][]))));
    }

    private static byte[] time(Instant time) {
      return der(0x18, TIME.format(time).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static String algorithm(KeyPair signing) {
    return switch (signing.getPrivate().getAlgorithm()) {
      case "EC" -> "SHA256withECDSA";
      case "RSA" -> "SHA256withRSA";
      case "DSA" -> "SHA256withDSA";
      default -> "Ed25519";
    };
  }

  private static byte[] algorithmId(KeyPair signing) {
    return der(
        0x30,
        switch (signing.getPrivate().getAlgorithm()) {
          case "EC" -> bytes("06082a8648ce3d040302");
          case "RSA" -> bytes("06092a864886f70d01010b0500");
          case "DSA" -> bytes("0609608648016503040302");
          default -> bytes("06032b6570");
        });
  }

  /** Returns a new pair of keys. */
  public static KeyPair keyPair(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (bits > 0) {
        generator.initialize(bits);
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream joined = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      joined.writeBytes(part);
    }
    return joined.toByteArray();
  }

  /** Returns an element of a tag (X.690). */
  private static byte[] der(int tag, byte[]... parts) {
    byte[] content = join(parts);
    byte[] length = BigInteger.valueOf(content.length).toByteArray();
    int skip = length.length > 1 && length[0] == 0 ? 1 : 0;
    byte[] plain = java.util.Arrays.copyOfRange(length, skip, length.length);
    boolean isShort = content.length < 0x80;
    byte[] head =
        isShort ? new byte[] {(byte) tag} : new byte[] {(byte) tag, (byte) (0x80 + plain.length)};
    return join(head, plain, content);
  }
}
