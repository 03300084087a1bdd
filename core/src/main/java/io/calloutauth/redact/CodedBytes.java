package io.calloutauth.redact;

/** Hexadecimal and Base64 (RFC 4648, both alphabets), from one of the places it may start at. */
final class CodedBytes extends TextDecoder {

  private static final int SHORTEST = 4;

  private final int base;
  private final int skip;
  private final int bitsEach;

  CodedBytes(int base, int skip) {
    this.base = base;
    this.skip = skip;
    this.bitsEach = base == 16 ? 4 : 6;
  }

  @Override
  boolean isOfCodes() {
    return true;
  }

  @Override
  boolean decode(DecodedText text, DecodedText.View view) {
    boolean found = false;
    int at = view.start();
    while (at < view.end()) {
      int end = at;
      while (end < view.end() && digit(text.at(end)) >= 0) {
        end++;
      }
      if (end - at - skip >= SHORTEST) {
        run(text, at + skip, end);
        found = true;
      }
      at = end + 1;
    }
    return found;
  }

  private void run(DecodedText text, int start, int end) {
    int bits = 0;
    int held = 0;
    int first = start;
    for (int at = start; at < end; at++) {
      bits = (bits << bitsEach | digit(text.at(at))) & 0xFFFF;
      held += bitsEach;
      if (held >= 8) {
        held -= 8;
        text.append((byte) (bits >> held), text.from(first), text.to(at));
        first = held == 0 ? at + 1 : at;
      }
    }
    text.appendGap();
  }

  private int digit(byte b) {
    if (base == 16) {
      return Character.digit(b, 16);
    }
    if (b >= 'A' && b <= 'Z') {
      return b - 'A';
    }
    if (b >= 'a' && b <= 'z') {
      return b - 'a' + 26;
    }
    if (b >= '0' && b <= '9') {
      return b - '0' + 52;
    }
    return b == '+' || b == '-' ? 62 : b == '/' || b == '_' ? 63 : -1;
  }

  /**
   * Hexadecimal whose bytes stand apart, as in {@code 73:65}, {@code 73 65} and {@code 0x73, 0x65}.
   */
  static final class SeparatedHex extends TextDecoder {

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
}
