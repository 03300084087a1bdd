package io.calloutauth.provider;

import io.calloutauth.provider.FieldProblem.Reason;
import io.calloutauth.store.Identifiers;
import io.calloutauth.store.ProviderName;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/** Judges providers' names and folds them to the key under which they are unique. */
final class ProviderNames {

  private static final int MOST = 255;
  private static final String DOTTED_I = "i\u0307";
  private static final Pattern SPACES = Pattern.compile("\\p{Zs}+");

  private ProviderNames() {}

  /**
   * Returns what is wrong with a name, to be read after the field's label; empty when it can be
   * used.
   */
  static Optional<Reason> problem(String name) {
    if (name.codePoints().allMatch(ProviderNames::isSpace)) {
      return Optional.of(Reason.of("missing", "is missing"));
    }
    if (name.length() > MOST || key(name).length() > MOST) {
      return Optional.of(
          Reason.of("too_long", "must have at most 255 characters").with("most", MOST));
    }
    if (isSpace(name.codePointAt(0)) || isSpace(name.codePointBefore(name.length()))) {
      return Optional.of(Reason.of("blank_ends", "must not start or end with a space"));
    }
    return name.codePoints().allMatch(ProviderNames::isAllowed)
        ? Optional.empty()
        : Optional.of(
            Reason.of(
                "invisible_characters",
                "must not contain control characters, invisible ones or marks of direction"));
  }

  private static boolean isAllowed(int codePoint) {
    return Identifiers.isVisible(codePoint) || isPlainSpace(codePoint);
  }

  private static boolean isPlainSpace(int codePoint) {
    return Character.getType(codePoint) == Character.SPACE_SEPARATOR;
  }

  private static boolean isSpace(int codePoint) {
    return isPlainSpace(codePoint) || Character.isWhitespace(codePoint);
  }

  /** Returns a name with its key. */
  static ProviderName of(String name) {
    return new ProviderName(name, key(name));
  }

  /**
   * Folds a name, the same for every database: compatible forms become one, whatever separates
   * words one space, and each code point goes to upper and then to lower case. Folded twice,
   * because a letter may have such a form in one case only; and without the dot that the lower case
   * of a capital dotted I may be written with.
   */
  static String key(String name) {
    String folded =
        compatible(name)
            .codePoints()
            .map(Character::toUpperCase)
            .map(Character::toLowerCase)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return compatible(folded).replace(DOTTED_I, "i");
  }

  /** Some marks are compatible with a space that they stand on, which may begin or end the text. */
  private static String compatible(String text) {
    String composed = Normalizer.normalize(text, Normalizer.Form.NFKC);
    return SPACES.matcher(composed).replaceAll(" ").strip();
  }
}
