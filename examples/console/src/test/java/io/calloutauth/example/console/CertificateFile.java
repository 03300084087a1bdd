package io.calloutauth.example.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;

/** A self-signed client certificate with its key, as an administrator has it in a file. */
public final class CertificateFile {

  /** Opens it. */
  public static final String PASSWORD = "changeit!";

  private CertificateFile() {}

  /** Makes a PKCS#12 file in a folder, of a certificate that is valid for so many days. */
  public static Path pkcs12(Path folder, int days) throws IOException, InterruptedException {
    Path file = folder.resolve("client.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-validity",
                String.valueOf(days),
                "-dname",
                "CN=billing",
                "-alias",
                "client",
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                file.toString())
            .inheritIO()
            .start();
    assertThat(keytool.waitFor()).isZero();
    return file;
  }
}
