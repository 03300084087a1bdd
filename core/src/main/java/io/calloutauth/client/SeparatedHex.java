package io.calloutauth.client;

/**
 * Hexadecimal whose bytes stand apart, as in {@code 73:65}, {@code 73 65} and {@code 0x73, 0x65}.
 */
final class SeparatedHex extends TextDecoder {

  /** How far two bytes may be from one another. */
  private static final int LONGEST_GAP = 4;

  @Override
  boolean isOfCodes() {
    return true;
  }

  @Override
  boolean decode(DecodedText text, DecodedText.View view) {
    boolean found = false;
    int at = view.start();
    while (at < view.end()) {
      int next = next(text, view, at);
      if (pair(text, view, at) < 0 || next < 0) {
        at++;
        continue;
      }
      at = run(text, view, at);
      found = true;
    }
    return found;
  }

  /** Decodes bytes that follow one another and returns the position after the last. */
  private static int run(DecodedText text, DecodedText.View view, int start) {
    int at = start;
    int last = start;
    while (at >= 0) {
      int first = isPrefix(text, view, at - 2) ? at - 2 : at;
      text.append((byte) pair(text, view, at), text.from(first), text.to(at + 1));
      last = at;
      at = next(text, view, at);
    }
    text.appendGap();
    return last + 2;
  }

  /** Returns where the byte after one starts; -1 when none is near. */
  private static int next(DecodedText text, DecodedText.View view, int at) {
    int most = Math.min(view.end() - 1, at + 2 + LONGEST_GAP);
    for (int next = at + 2; next <= most; next++) {
      if (next > at + 2 && pair(text, view, next) >= 0 && !isPrefix(text, view, next)) {
        return next;
      }
      if (next < most && !isBetween(text, view, next)) {
        return -1;
      }
    }
    return -1;
  }

  /** Returns a byte that two digits write; -1 when there are not two, or more. */
  private static int pair(DecodedText text, DecodedText.View view, int at) {
    return hexDigit(text, view, at + 2) >= 0 ? -1 : hex(text, view, at, 2);
  }

  private static boolean isBetween(DecodedText text, DecodedText.View view, int at) {
    return !Character.isLetterOrDigit(text.at(at) & 0xFF)
        || isPrefix(text, view, at)
        || isPrefix(text, view, at - 1);
  }

  /** Tells whether {@code 0x} stands here. */
  private static boolean isPrefix(DecodedText text, DecodedText.View view, int at) {
    return at >= view.start()
        && at + 1 < view.end()
        && text.at(at) == '0'
        && (text.at(at + 1) | 0x20) == 'x';
  }
}
