package io.calloutauth.client;

import java.util.Locale;
import java.util.Map;

/** The character references of HTML that stand for ASCII, and all that are numbers. */
final class HtmlNames {

  /** How long a reference may be from its ampersand on. */
  static final int LONGEST = 12;

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

  private HtmlNames() {}

  /** Returns the code point that a reference stands for, without its ampersand; -1 for none. */
  static int codePoint(String reference) {
    if (!reference.startsWith("#")) {
      return NAMES.getOrDefault(reference.toLowerCase(Locale.ROOT), -1);
    }
    boolean hex = reference.startsWith("x", 1) || reference.startsWith("X", 1);
    try {
      int code = Integer.parseInt(reference.substring(hex ? 2 : 1), hex ? 16 : 10);
      return Character.isValidCodePoint(code) ? code : -1;
    } catch (NumberFormatException none) {
      return -1;
    }
  }
}
