package io.calloutauth.client;

import java.util.List;

/** Undoes one way to write text or bytes as other text, wherever in a view it occurs. Stateless. */
abstract class TextDecoder {

  /** All ways that are known. */
  static final List<TextDecoder> ALL =
      List.of(
          new PercentEncoding(),
          new BackslashEscapes(),
          new CharacterReferences(),
          new CodedBytes(16, 0),
          new CodedBytes(16, 1),
          new CodedBytes(64, 0),
          new CodedBytes(64, 1),
          new CodedBytes(64, 2),
          new CodedBytes(64, 3));

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

  static void copy(DecodedText text, int at) {
    text.append(text.at(at), text.from(at), text.to(at));
  }

  /** RFC 3986 section 2.1, and the form encoding made of it. */
  private static final class PercentEncoding extends TextDecoder {

    @Override
    boolean decode(DecodedText text, DecodedText.View view) {
      boolean found = false;
      for (int at = view.start(); at < view.end(); at++) {
        int code = text.at(at) == '%' ? hex(text, view, at + 1, 2) : -1;
        if (code < 0) {
          copy(text, at);
        } else {
          text.append((byte) code, text.from(at), text.to(at + 2));
          at += 2;
          found = true;
        }
      }
      return found;
    }
  }

  /** RFC 8259 section 7, and {@code \xHH} as programming languages have it. */
  private static final class BackslashEscapes extends TextDecoder {

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
      int digits = kind == 'u' ? 4 : kind == 'x' ? 2 : 0;
      int code = digits == 0 ? -1 : hex(text, view, at + 2, digits);
      int last = code < 0 ? at + 1 : at + 1 + digits;
      if (code < 0) {
        if ("bfnrt".indexOf(kind) < 0) {
          copy(text, at + 1);
        }
        return last;
      }
      int low = Character.isHighSurrogate((char) code) ? low(text, view, last + 1) : -1;
      if (low >= 0) {
        code = Character.toCodePoint((char) code, (char) low);
        last += 6;
      }
      text.append(code, text.from(at), text.to(last));
      return last;
    }

    private static int low(DecodedText text, DecodedText.View view, int at) {
      boolean escaped = at + 1 < view.end() && text.at(at) == '\\' && text.at(at + 1) == 'u';
      int code = escaped ? hex(text, view, at + 2, 4) : -1;
      return code >= 0 && Character.isLowSurrogate((char) code) ? code : -1;
    }
  }

  /** The character references of HTML and XML: all numbers, and the names for ASCII. */
  private static final class CharacterReferences extends TextDecoder {

    @Override
    boolean decode(DecodedText text, DecodedText.View view) {
      boolean found = false;
      for (int at = view.start(); at < view.end(); at++) {
        int end = text.at(at) == '&' ? end(text, view, at) : -1;
        int code = end < 0 ? -1 : HtmlNames.codePoint(name(text, at + 1, end));
        if (code < 0) {
          copy(text, at);
        } else {
          text.append(code, text.from(at), text.to(end));
          at = end;
          found = true;
        }
      }
      return found;
    }

    private static int end(DecodedText text, DecodedText.View view, int at) {
      int most = Math.min(view.end(), at + HtmlNames.LONGEST);
      for (int end = at + 1; end < most; end++) {
        if (text.at(end) == ';') {
          return end;
        }
      }
      return -1;
    }

    private static String name(DecodedText text, int start, int end) {
      StringBuilder name = new StringBuilder();
      for (int at = start; at < end; at++) {
        name.append((char) (text.at(at) & 0xFF));
      }
      return name.toString();
    }
  }

  /** Hexadecimal and Base64 (RFC 4648, both alphabets), from one of the places it may start at. */
  private static final class CodedBytes extends TextDecoder {

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
}
