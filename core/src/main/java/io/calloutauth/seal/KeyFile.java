package io.calloutauth.seal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** A file of sealing keys. Messages name the file, and nothing that is in it. */
final class KeyFile {

  private static final int MOST_BYTES = 1024 * 1024;

  private final Path path;

  /**
   * Names a file.
   *
   * @throws IllegalArgumentException if the path is JSON, whose keys no message may show
   */
  KeyFile(Path path) {
    if (path.toString().strip().startsWith("{")) {
      throw new IllegalArgumentException(
          "The path of the file of sealing keys is a JWK set: name the file that holds it, or give"
              + " the set to SealingKeys.parse");
    }
    this.path = path;
  }

  /** Returns the text in the file. */
  String read() {
    try (InputStream file = Files.newInputStream(path)) {
      byte[] bytes = file.readNBytes(MOST_BYTES + 1);
      String text = bytes.length > MOST_BYTES ? null : StrictUtf8.decode(bytes);
      if (text == null) {
        throw new IllegalArgumentException(
            "The file of sealing keys " + path + " is not a JWK set: it is no UTF-8 text of 1 MiB");
      }
      return text;
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(
          "There is no file of sealing keys " + path + " (io.calloutauth.seal.NewKey makes one)");
    } catch (IOException e) {
      throw new IllegalArgumentException("The file of sealing keys " + path + " is unreadable", e);
    }
  }

  /** Returns whether others than the owner and the group may read or change the file. */
  boolean isOpenToOthers() {
    try {
      Set<PosixFilePermission> may = Files.getPosixFilePermissions(path);
      return may.contains(PosixFilePermission.OTHERS_READ)
          || may.contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException | UnsupportedOperationException unknown) {
      return false;
    }
  }

  /**
   * Writes the file, which must not be there yet. Only its owner may read it, where the file system
   * has such permissions; else the folder's rules are the file's.
   */
  void write(String text) {
    try {
      Files.createFile(path, ownersOnly());
      Files.writeString(path, text, StandardCharsets.UTF_8, StandardOpenOption.WRITE);
    } catch (FileAlreadyExistsException e) {
      throw new IllegalArgumentException(
          "The file " + path + " is there already, and keys are never written over");
    } catch (IOException e) {
      throw new IllegalArgumentException("The file " + path + " cannot be written", e);
    }
  }

  private FileAttribute<?>[] ownersOnly() {
    if (!path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      return new FileAttribute<?>[0];
    }
    return new FileAttribute<?>[] {
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
    };
  }

  @Override
  public String toString() {
    return "KeyFile[" + path + "]";
  }
}
