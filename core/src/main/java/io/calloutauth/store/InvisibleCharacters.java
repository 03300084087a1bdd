package io.calloutauth.store;

/**
 * The code points that are drawn as nothing, or as a blank that is no space: two texts that differ
 * in them only look the same. Immutable and thread-safe.
 *
 * <p>These are Unicode's {@code Default_Ignorable_Code_Point}s, which no class of the JDK knows,
 * and the symbols and letters whose picture is empty. Unicode keeps ranges for the former, so that
 * a code point that is given a meaning later stands here already.
 */
final class InvisibleCharacters {

  /** The first and the last one of each range, in order. */
  private static final int[] RANGES = {
    0x00AD, 0x00AD, // soft hyphen
    0x034F, 0x034F, // combining grapheme joiner
    0x061C, 0x061C, // Arabic letter mark
    0x115F, 0x1160, // Hangul fillers
    0x17B4, 0x17B5, // Khmer inherent vowels
    0x180B, 0x180F, // Mongolian variation selectors and vowel separator
    0x200B, 0x200F, // zero width spaces, joiners and marks
    0x202A, 0x202E, // embeddings and overrides of direction
    0x2060, 0x206F, // word joiner, invisible operators, isolates
    0x2800, 0x2800, // blank pattern of Braille
    0x3164, 0x3164, // Hangul filler
    0xFE00, 0xFE0F, // variation selectors
    0xFEFF, 0xFEFF, // zero width no-break space
    0xFFA0, 0xFFA0, // half-width Hangul filler
    0xFFF0, 0xFFF8, // kept for such characters
    0xFFFC, 0xFFFC, // place of an object
    0x13441, 0x13442, // blank hieroglyphs
    0x16FE4, 0x16FE4, // Khitan filler
    0x1BCA0, 0x1BCA3, // controls of shorthand
    0x1D159, 0x1D159, // musical note without a head
    0x1D173, 0x1D17A, // controls of musical notation
    0xE0000, 0xE0FFF, // tags, variation selectors, and kept for such characters
  };

  private InvisibleCharacters() {}

  static boolean contains(int codePoint) {
    for (int i = 0; i < RANGES.length && codePoint >= RANGES[i]; i += 2) {
      if (codePoint <= RANGES[i + 1]) {
        return true;
      }
    }
    return false;
  }
}
