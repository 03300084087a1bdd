package io.calloutauth;

import io.calloutauth.store.ProviderName;
import java.text.Normalizer;
import java.util.Optional;

/** Judges providers' names and folds them to the key under which they are unique. */
final class ProviderNames {

  private static final int MOST = 255;

  private ProviderNames() {}

  /**
   * Returns what is wrong with a name, to be read after the field's label; empty when it can be
   * used.
   */
  static Optional<String> problem(String name) {
    if (name.isBlank()) {
      return Optional.of("is missing");
    }
    if (name.length() > MOST || key(name).length() > MOST) {
      return Optional.of("must have at most 255 characters");
    }
    if (!name.equals(name.strip())) {
      return Optional.of("must not start or end with a space");
    }
    return name.codePoints().allMatch(ProviderNames::isAllowed)
        ? Optional.empty()
        : Optional.of("must not contain control characters or marks that change the direction");
  }

  private static boolean isAllowed(int codePoint) {
    return codePoint == ' ' || Identifiers.isVisible(codePoint) || isPlainSpace(codePoint);
  }

  private static boolean isPlainSpace(int codePoint) {
    return Character.getType(codePoint) == Character.SPACE_SEPARATOR;
  }

  /** Returns a name with its key. */
  static ProviderName of(String name) {
    return new ProviderName(name, key(name));
  }

  /**
   * Folds a name: composed, and each code point to upper and then to lower case, the same on every
   * database.
   */
  static String key(String name) {
    return Normalizer.normalize(name, Normalizer.Form.NFC)
        .codePoints()
        .map(Character::toUpperCase)
        .map(Character::toLowerCase)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
