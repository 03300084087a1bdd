package io.calloutauth.redact;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A text as bytes in UTF-8, and as what it decodes to: percent-encoding, backslash escapes,
 * character references, hexadecimal and Base64, and two of these one in the other. Each byte knows
 * the characters of the text that it came from. Its size is a fixed multiple of the text's. Not
 * thread-safe.
 */
final class DecodedText {

  /** Stands between bytes that do not follow one another; no text keeps it. */
  static final byte GAP = 0;

  private static final List<TextDecoder> DECODERS =
      List.of(
          new TextDecoder.PercentEncoding(),
          new TextDecoder.BackslashEscapes(),
          new CharacterReferences(),
          new CodedBytes(16, 0),
          new CodedBytes(16, 1),
          new CodedBytes.SeparatedHex(),
          new CodedBytes(64, 0),
          new CodedBytes(64, 1),
          new CodedBytes(64, 2),
          new CodedBytes(64, 3));

  /** One reading of the text: the bytes from start to end. */
  record View(int start, int end, boolean coded) {}

  private final List<View> views = new ArrayList<>();
  private byte[] bytes;
  private int[] from;
  private int[] to;
  private int size;

  private DecodedText(int capacity) {
    bytes = new byte[capacity];
    from = new int[capacity];
    to = new int[capacity];
  }

  static DecodedText of(String text) {
    DecodedText decoded = new DecodedText(2 * text.length() + 16);
    decoded.addRaw(text);
    View raw = decoded.views.get(0);
    for (View first : decoded.decode(raw)) {
      decoded.decode(first);
    }
    return decoded;
  }

  private void addRaw(String text) {
    int at = 0;
    while (at < text.length()) {
      int code = text.codePointAt(at);
      int end = at + Character.charCount(code);
      append(code, at, end);
      at = end;
    }
    views.add(new View(0, size, false));
  }

  /** Adds what a view decodes to, and returns it. */
  private List<View> decode(View view) {
    List<View> added = new ArrayList<>();
    for (TextDecoder decoder : DECODERS) {
      if (!(view.coded() && decoder.isOfCodes())) {
        int start = size;
        if (decoder.decode(this, view)) {
          added.add(new View(start, size, decoder.isOfCodes()));
        } else {
          size = start; // it is the same again
        }
      }
    }
    views.addAll(added);
    return added;
  }

  /** Appends the bytes of a code point that stands for some characters of the text. */
  void append(int code, int first, int last) {
    if (code < 0x80) {
      append((byte) code, first, last);
      return;
    }
    for (byte b : Character.toString(code).getBytes(StandardCharsets.UTF_8)) {
      append(b, first, last);
    }
  }

  /** Appends a byte; one that no text keeps is left out. */
  void append(byte b, int first, int last) {
    boolean control = (b >= 0 && b < 0x20) || b == 0x7F;
    if (!control) {
      put(b, first, last);
    }
  }

  void appendGap() {
    put(GAP, 0, 0);
  }

  private void put(byte b, int first, int last) {
    if (size == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * size);
      from = Arrays.copyOf(from, 2 * size);
      to = Arrays.copyOf(to, 2 * size);
    }
    bytes[size] = b;
    from[size] = first;
    to[size] = last;
    size++;
  }

  List<View> views() {
    return views;
  }

  byte at(int index) {
    return bytes[index];
  }

  /** Returns the first character of the text that a byte came from. */
  int from(int index) {
    return from[index];
  }

  /** Returns the end of the characters of the text that a byte came from. */
  int to(int index) {
    return to[index];
  }

  /** Returns how many bytes all views have. */
  int size() {
    return size;
  }
}
