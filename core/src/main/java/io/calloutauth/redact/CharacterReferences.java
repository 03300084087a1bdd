package io.calloutauth.redact;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The character references of HTML and XML: all numbers, with or without a semicolon, and the names
 * that stand for ASCII.
 */
final class CharacterReferences extends TextDecoder {

  /** How long a reference may be from its ampersand on. */
  private static final int LONGEST = 12;

  /** Those that browsers read without a semicolon. */
  private static final List<String> UNENDED = List.of("amp", "quot", "lt", "gt", "nbsp");

  private static final Map<String, Integer> NAMES =
      Map.ofEntries(
          Map.entry("excl", (int) '!'),
          Map.entry("quot", (int) '"'),
          Map.entry("num", (int) '#'),
          Map.entry("dollar", (int) '$'),
          Map.entry("percnt", (int) '%'),
          Map.entry("amp", (int) '&'),
          Map.entry("apos", (int) '\''),
          Map.entry("lpar", (int) '('),
          Map.entry("rpar", (int) ')'),
          Map.entry("ast", (int) '*'),
          Map.entry("plus", (int) '+'),
          Map.entry("comma", (int) ','),
          Map.entry("period", (int) '.'),
          Map.entry("sol", (int) '/'),
          Map.entry("colon", (int) ':'),
          Map.entry("semi", (int) ';'),
          Map.entry("lt", (int) '<'),
          Map.entry("equals", (int) '='),
          Map.entry("gt", (int) '>'),
          Map.entry("quest", (int) '?'),
          Map.entry("commat", (int) '@'),
          Map.entry("lsqb", (int) '['),
          Map.entry("lbrack", (int) '['),
          Map.entry("bsol", (int) '\\'),
          Map.entry("rsqb", (int) ']'),
          Map.entry("rbrack", (int) ']'),
          Map.entry("hat", (int) '^'),
          Map.entry("lowbar", (int) '_'),
          Map.entry("grave", (int) '`'),
          Map.entry("lcub", (int) '{'),
          Map.entry("lbrace", (int) '{'),
          Map.entry("verbar", (int) '|'),
          Map.entry("vert", (int) '|'),
          Map.entry("rcub", (int) '}'),
          Map.entry("rbrace", (int) '}'),
          Map.entry("nbsp", (int) ' '));

  @Override
  boolean decode(DecodedText text, DecodedText.View view) {
    boolean found = false;
    for (int at = view.start(); at < view.end(); at++) {
      int last = text.at(at) == '&' ? reference(text, view, at) : -1;
      if (last < 0) {
        copy(text, at);
      } else {
        at = last;
        found = true;
      }
    }
    return found;
  }

  /** Decodes what an ampersand starts and returns its last position; -1 when it starts nothing. */
  private static int reference(DecodedText text, DecodedText.View view, int at) {
    String rest = rest(text, view, at);
    int end = end(rest);
    int code = end < 0 ? -1 : codePoint(rest.substring(0, end));
    if (code < 0) {
      return -1;
    }
    int last = end < rest.length() && rest.charAt(end) == ';' ? at + 1 + end : at + end;
    text.append(code, text.from(at), text.to(last));
    return last;
  }

  private static String rest(DecodedText text, DecodedText.View view, int at) {
    StringBuilder rest = new StringBuilder();
    for (int i = at + 1; i < Math.min(view.end(), at + LONGEST); i++) {
      rest.append((char) (text.at(i) & 0xFF));
    }
    return rest.toString();
  }

  /** Returns where the name or number ends that a text starts with; -1 when there is none. */
  private static int end(String rest) {
    if (rest.startsWith("#")) {
      int start = isHex(rest) ? 2 : 1;
      int end = start;
      while (end < rest.length() && Character.digit(rest.charAt(end), start == 2 ? 16 : 10) >= 0) {
        end++;
      }
      return end > start ? end : -1;
    }
    int semicolon = rest.indexOf(';');
    if (semicolon > 0 && codePoint(rest.substring(0, semicolon)) >= 0) {
      return semicolon;
    }
    String lower = rest.toLowerCase(Locale.ROOT);
    return UNENDED.stream()
        .filter(lower::startsWith)
        .mapToInt(String::length)
        .findFirst()
        .orElse(-1);
  }

  private static boolean isHex(String rest) {
    return rest.startsWith("x", 1) || rest.startsWith("X", 1);
  }

  /** Returns the code point that a reference stands for, without its ampersand; -1 for none. */
  private static int codePoint(String reference) {
    if (!reference.startsWith("#")) {
      return NAMES.getOrDefault(reference.toLowerCase(Locale.ROOT), -1);
    }
    boolean hex = isHex(reference);
    try {
      int code = Integer.parseInt(reference.substring(hex ? 2 : 1), hex ? 16 : 10);
      return Character.isValidCodePoint(code) ? code : -1;
    } catch (NumberFormatException none) {
      return -1;
    }
  }
}
