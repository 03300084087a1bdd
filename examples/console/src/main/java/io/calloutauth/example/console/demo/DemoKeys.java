package io.calloutauth.example.console.demo;

import io.calloutauth.seal.SealingKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * The demo's sealing key: made at the first start and kept in a file, so that what the database
 * holds opens after a restart. A real host keeps its keys where it keeps its other secrets.
 */
public final class DemoKeys {

  private static final int BYTES = 32;

  private DemoKeys() {}

  /** Returns the key in a file, which is made when it is not there. */
  public static SealingKeys in(Path file) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      makeOnce(file);
      return SealingKeys.parse(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException("the demo's sealing key cannot be kept in " + file, e);
    }
  }

  private static void makeOnce(Path file) throws IOException {
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    String encoded = Base64.getUrlEncoder().withoutPadding().encodeToString(key);
    try {
      Files.createFile(file, forItsOwnerOnly(file));
    } catch (FileAlreadyExistsException made) {
      return;
    }
    Files.writeString(
        file,
        "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"demo\",\"k\":\"" + encoded + "\"}]}",
        StandardOpenOption.WRITE);
  }

  private static FileAttribute<?>[] forItsOwnerOnly(Path file) {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
