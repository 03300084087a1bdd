package io.calloutauth.redact;

/** Undoes one way to write text or bytes as other text, wherever in a view it occurs. Stateless. */
abstract class TextDecoder {

  /** Appends a view decoded; returns false when there was nothing to decode. */
  abstract boolean decode(DecodedText text, DecodedText.View view);

  /** Tells whether it makes bytes of what could be any word. */
  boolean isOfCodes() {
    return false;
  }

  static int hexDigit(DecodedText text, DecodedText.View view, int at) {
    return at < view.end() ? Character.digit(text.at(at), 16) : -1;
  }

  /** Returns the number that so many hexadecimal digits write, or -1. */
  static int hex(DecodedText text, DecodedText.View view, int at, int digits) {
    int number = 0;
    for (int i = at; i < at + digits; i++) {
      int digit = hexDigit(text, view, i);
      if (digit < 0) {
        return -1;
      }
      number = number * 16 + digit;
    }
    return number;
  }

  /**
   * Decodes a mark, a letter and four digits, or two of these that are a surrogate pair, and
   * returns the last position; without the digits the mark stands for itself.
   */
  static int utf16(DecodedText text, DecodedText.View view, int at) {
    int code = hex(text, view, at + 2, 4);
    if (code < 0) {
      copy(text, at);
      return at;
    }
    int last = at + 5;
    int low = Character.isHighSurrogate((char) code) ? low(text, view, at) : -1;
    if (low >= 0) {
      code = Character.toCodePoint((char) code, (char) low);
      last += 6;
    }
    text.append(code, text.from(at), text.to(last));
    return last;
  }

  private static int low(DecodedText text, DecodedText.View view, int at) {
    int next = at + 6;
    boolean escaped =
        next + 1 < view.end()
            && text.at(next) == text.at(at)
            && text.at(next + 1) == text.at(at + 1);
    int code = escaped ? hex(text, view, next + 2, 4) : -1;
    return code >= 0 && Character.isLowSurrogate((char) code) ? code : -1;
  }

  static void copy(DecodedText text, int at) {
    text.append(text.at(at), text.from(at), text.to(at));
  }

  /** RFC 3986 section 2.1, the form encoding made of it, and {@code %uHHHH} as browsers had it. */
  static final class PercentEncoding extends TextDecoder {

    @Override
    boolean decode(DecodedText text, DecodedText.View view) {
      boolean found = false;
      for (int at = view.start(); at < view.end(); at++) {
        if (text.at(at) != '%') {
          copy(text, at);
          continue;
        }
        int last = unit(text, view, at);
        found |= last > at;
        at = last;
      }
      return found;
    }

    /** Decodes what a percent sign starts and returns its last position. */
    private static int unit(DecodedText text, DecodedText.View view, int at) {
      int code = hex(text, view, at + 1, 2);
      if (code >= 0) {
        text.append((byte) code, text.from(at), text.to(at + 2));
        return at + 2;
      }
      return at + 1 < view.end() && (text.at(at + 1) | 0x20) == 'u'
          ? utf16(text, view, at)
          : literal(text, at);
    }

    private static int literal(DecodedText text, int at) {
      copy(text, at);
      return at;
    }
  }

  /** RFC 8259 section 7, and {@code \xHH} and {@code \OOO} as programming languages have it. */
  static final class BackslashEscapes extends TextDecoder {

    @Override
    boolean decode(DecodedText text, DecodedText.View view) {
      boolean found = false;
      for (int at = view.start(); at < view.end(); at++) {
        if (text.at(at) == '\\' && at + 1 < view.end()) {
          at = escape(text, view, at);
          found = true;
        } else {
          copy(text, at);
        }
      }
      return found;
    }

    /** Decodes the escape and returns its last position. */
    private static int escape(DecodedText text, DecodedText.View view, int at) {
      byte kind = text.at(at + 1);
      if (kind == 'u' && hex(text, view, at + 2, 4) >= 0) {
        return utf16(text, view, at);
      }
      if (kind >= '0' && kind <= '7') {
        return octal(text, view, at);
      }
      int code = kind == 'x' ? hex(text, view, at + 2, 2) : -1;
      if (code >= 0) {
        text.append(code, text.from(at), text.to(at + 3));
        return at + 3;
      }
      if ("bfnrt".indexOf(kind) < 0) {
        copy(text, at + 1);
      }
      return at + 1;
    }

    /** One to three digits are a byte, as C has it. */
    private static int octal(DecodedText text, DecodedText.View view, int at) {
      int code = 0;
      int last = at;
      while (last - at < 3 && last + 1 < view.end()) {
        int digit = text.at(last + 1) - '0';
        if (digit < 0 || digit > 7 || code * 8 + digit > 0xFF) {
          break;
        }
        code = code * 8 + digit;
        last++;
      }
      text.append((byte) code, text.from(at), text.to(last));
      return last;
    }
  }
}
