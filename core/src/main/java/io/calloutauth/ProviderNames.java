package io.calloutauth;

import io.calloutauth.store.ProviderName;
import java.text.Normalizer;
import java.util.Optional;

/** Judges providers' names and folds them to the key under which they are unique. */
final class ProviderNames {

  private static final int MOST = 255;
  private static final String DOTTED_I = "i\u0307";

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
        : Optional.of("must not contain control characters, invisible ones or marks of direction");
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
   * database. Composed again, because a letter may have a composed form in one case only; and
   * without the dot that the lower case of a capital dotted I may be written with.
   */
  static String key(String name) {
    String folded =
        composed(name)
            .codePoints()
            .map(Character::toUpperCase)
            .map(Character::toLowerCase)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return composed(folded).replace(DOTTED_I, "i");
  }

  private static String composed(String text) {
    return Normalizer.normalize(text, Normalizer.Form.NFC);
  }
}
