package io.calloutauth.client;

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
}
