package io.calloutauth.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import javax.net.ssl.X509TrustManager;

/**
 * A certificate that no public authority has signed, made by the JDK's keytool; one for each host
 * name serves all tests of a process.
 */
public final class TestCertificate {

  private static final String PASSWORD = "changeit";
  private static final Map<String, TestCertificate> MADE = new HashMap<>();

  private final KeyStore keys;

  private TestCertificate(KeyStore keys) {
    this.keys = keys;
  }

  /** Returns one for a host name; makes it in a directory where there is none yet. */
  public static TestCertificate of(String host, Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    synchronized (MADE) {
      TestCertificate made = MADE.get(host);
      if (made == null) {
        Path file = directory.resolve(host + ".p12");
        make(file, "server", "-dname", "CN=" + host, "-ext", "SAN=dns:" + host);
        made = new TestCertificate(read(file));
        MADE.put(host, made);
      }
      return made;
    }
  }

  /** Makes one for an address, in a directory. */
  public static TestCertificate ofAddress(String address, Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = directory.resolve("address.p12");
    make(file, "server", "-dname", "CN=address", "-ext", "SAN=ip:" + address);
    return new TestCertificate(read(file));
  }

  /** Makes one for a host name, in a directory, that an authority has signed by way of MD5. */
  public static TestCertificate weak(String host, Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = directory.resolve(host + "-weak.p12");
    String[] rsa = {"-keyalg", "RSA", "-keysize", "2048"};
    make(file, "authority", rsa, "-dname", "CN=authority", "-ext", "bc:c");
    String[] server = {
      "-dname",
      "CN=" + host,
      "-ext",
      "SAN=dns:" + host,
      "-signer",
      "authority",
      "-sigalg",
      "MD5withRSA"
    };
    make(file, "server", rsa, server);
    KeyStore keys = read(file);
    keys.deleteEntry("authority");
    return new TestCertificate(keys);
  }

  /** Makes one for a host name, in a directory, whose certificate ran out years ago. */
  public static TestCertificate expired(String host, Path directory)
      throws IOException, InterruptedException, GeneralSecurityException {
    Path file = directory.resolve(host + "-expired.p12");
    make(file, "authority", "-dname", "CN=authority", "-ext", "bc:c");
    String[] server = {
      "-dname", "CN=" + host, "-ext", "SAN=dns:" + host, "-signer", "authority", "-startdate", "-3y"
    };
    make(file, "server", server);
    KeyStore keys = read(file);
    keys.deleteEntry("authority"); // or it would be shown
    return new TestCertificate(keys);
  }

  private static void make(Path file, String alias, String... certificate)
      throws IOException, InterruptedException {
    make(file, alias, new String[] {"-keyalg", "EC"}, certificate);
  }

  private static void make(Path file, String alias, String[] key, String... certificate)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC")); // a short life
    command.addAll(List.of("-genkeypair", "-alias", alias));
    command.addAll(List.of(key));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of("-keystore", file.toString()));
    command.addAll(List.of(certificate));
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(Path.of(file + "." + alias + ".log").toFile())
            .start();
    if (keytool.waitFor() != 0) {
      throw new IOException("keytool failed");
    }
  }

  private static KeyStore read(Path file) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(file)) {
      keys.load(in, PASSWORD.toCharArray());
    }
    return keys;
  }

  /** Returns a context that shows this certificate. */
  public SSLContext showing() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers(), null, null);
    return context;
  }

  /** Returns a context that shows this certificate, and trusts the issuer of another alone. */
  public SSLContext showingTo(TestCertificate other) throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keyManagers(), other.trustManagers(), null);
    return context;
  }

  private KeyManager[] keyManagers() throws GeneralSecurityException {
    KeyManagerFactory managers = KeyManagerFactory.getInstance("SunX509"); // shows whatever it has
    managers.init(keys, PASSWORD.toCharArray());
    return managers.getKeyManagers();
  }

  /** Returns a key manager that shows this certificate. */
  public X509KeyManager keys() throws GeneralSecurityException {
    return (X509KeyManager) keyManagers()[0];
  }

  /** Returns who trusts this certificate's issuer alone: itself, or its authority. */
  public X509TrustManager trust() throws GeneralSecurityException, IOException {
    return (X509TrustManager) trustManagers()[0];
  }

  /** Returns a context that trusts the same. */
  public SSLContext trusting() throws GeneralSecurityException, IOException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, trustManagers(), null);
    return context;
  }

  private TrustManager[] trustManagers() throws GeneralSecurityException, IOException {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    Certificate[] chain = keys.getCertificateChain("server");
    trusted.setCertificateEntry("issuer", chain[chain.length - 1]);
    TrustManagerFactory managers = TrustManagerFactory.getInstance("PKIX");
    managers.init(trusted);
    return managers.getTrustManagers();
  }
}
