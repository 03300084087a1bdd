package io.calloutauth.redact;

import io.calloutauth.redact.DecodedText.View;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Searches a decoded text for secrets and for each part of eight bytes of one, whatever the case.
 * Takes one step for each byte of the text and of a secret, of which it keeps nothing. Not
 * thread-safe.
 */
final class SecretSearch {

  private static final int PART = 8;

  /** Bytes that could be any word hold one or two of any kind by chance. */
  private static final int SHORTEST_CODED = 3;

  private final DecodedText text;
  private final BitSet hidden = new BitSet();
  private final long[] parts;
  private final BitSet found = new BitSet();

  SecretSearch(DecodedText text) {
    this.text = text;
    this.parts = parts();
  }

  /** Looks for a secret. */
  void add(String secret) {
    byte[] bytes = folded(secret);
    if (bytes.length < PART) {
      text.views().forEach(view -> addShort(bytes, view));
      return;
    }
    long part = 0;
    for (int i = 0; i < bytes.length; i++) {
      part = part << 8 | (bytes[i] & 0xFF);
      int at = i < PART - 1 ? -1 : Arrays.binarySearch(parts, part);
      if (at >= 0) {
        found.set(at);
      }
    }
  }

  /** Returns the characters of the text that hold what was found. */
  BitSet hidden() {
    if (!found.isEmpty()) {
      eachPart((part, end) -> hideFound(part, end));
    }
    return hidden;
  }

  private void hideFound(long part, int end) {
    if (found.get(Arrays.binarySearch(parts, part))) {
      hide(end - PART, end);
    }
  }

  private void hide(int start, int end) {
    hidden.set(text.from(start), text.to(end - 1));
  }

  private void addShort(byte[] secret, View view) {
    if (secret.length == 0 || (view.coded() && secret.length < SHORTEST_CODED)) {
      return;
    }
    for (int at = view.start(); at + secret.length <= view.end(); at++) {
      if (matches(secret, at)) {
        hide(at, at + secret.length);
      }
    }
  }

  private boolean matches(byte[] secret, int at) {
    for (int i = 0; i < secret.length; i++) {
      if (fold(text.at(at + i)) != secret[i]) {
        return false;
      }
    }
    return true;
  }

  private interface PartReader {
    void read(long part, int end);
  }

  private void eachPart(PartReader reader) {
    for (View view : text.views()) {
      long part = 0;
      int length = 0;
      for (int at = view.start(); at < view.end(); at++) {
        byte b = fold(text.at(at));
        length = b == DecodedText.GAP ? 0 : length + 1;
        part = part << 8 | (b & 0xFF);
        if (length >= PART) {
          reader.read(part, at + 1);
        }
      }
    }
  }

  private long[] parts() {
    long[] all = new long[text.size()];
    int[] count = {0};
    eachPart((part, end) -> all[count[0]++] = part);
    Arrays.sort(all, 0, count[0]);
    int kept = 0;
    for (int i = 0; i < count[0]; i++) {
      if (kept == 0 || all[i] != all[kept - 1]) {
        all[kept++] = all[i];
      }
    }
    return Arrays.copyOf(all, kept);
  }

  private static byte[] folded(String secret) {
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (byte b : bytes) {
      if (b < 0 || (b >= 0x20 && b != 0x7F)) {
        bytes[length++] = fold(b);
      }
    }
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }

  /** A form writes a space as a plus. */
  private static byte fold(byte b) {
    if (b >= 'A' && b <= 'Z') {
      return (byte) (b + ('a' - 'A'));
    }
    return b == '+' ? (byte) ' ' : b;
  }
}
