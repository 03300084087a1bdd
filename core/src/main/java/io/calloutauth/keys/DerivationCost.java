package io.calloutauth.keys;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Counts the rounds of password-based key derivation (RFC 8018) that a form in BER or DER asks for,
 * before anything is derived: who types a file must not choose how long this node works at it. It
 * reads every form that the JDK reads, and finds one that is too deep to be counted not bearable.
 * Not thread-safe.
 */
final class DerivationCost {

  /** The tag of a SEQUENCE (X.690 section 8.9). */
  static final byte SEQUENCE = 0x30;

  private static final int SET = 0x31;
  private static final int INTEGER = 0x02;
  private static final int OCTET_STRING = 0x04;
  private static final int CONSTRUCTED = 0x20;
  private static final int TAG_NUMBER = 0x1F;
  private static final int INDEFINITE = 0x80;
  private static final int MOST_LENGTH_BYTES = 4;
  private static final int DEEPEST = 64;
  private static final long MOST_ROUNDS = 2_000_000;
  private static final long TOO_MANY_ROUNDS = MOST_ROUNDS + 1;

  private final byte[] ber;
  private long rounds;

  private DerivationCost(byte[] ber) {
    this.ber = ber;
  }

  /** Tells whether all passwords of a form can be tried in a time that does no harm. */
  static boolean isBearable(byte[] ber) {
    return count(ber, 0) <= MOST_ROUNDS;
  }

  private static long count(byte[] ber, int level) {
    DerivationCost cost = new DerivationCost(ber);
    cost.walk(0, ber.length, level);
    return cost.rounds;
  }

  /**
   * Looks through the elements of a range. What follows a salt, an octet string, as an integer is a
   * number of rounds: in a certificate no such pair occurs.
   */
  private void walk(int from, int to, int level) {
    boolean afterSalt = false;
    Element element = element(from, to);
    while (element != null) {
      if (element.tag == INTEGER && afterSalt) {
        rounds += number(element);
      }
      lookInto(element, level + 1);
      afterSalt = isOctetString(element.tag);
      element = element(element.next, to);
    }
  }

  /** The JDK also opens an element that holds others and is not marked as constructed. */
  private void lookInto(Element element, int level) {
    ByteArrayOutputStream octets = new ByteArrayOutputStream();
    if (level > DEEPEST) {
      rounds += TOO_MANY_ROUNDS;
    } else if (isOctetString(element.tag) && join(element, level, octets)) {
      byte[] text = octets.toByteArray();
      rounds += beginsElement(text, 0, text.length) ? count(text, level) : 0;
    } else if ((element.tag & CONSTRUCTED) != 0 || beginsElement(ber, element.from, element.to)) {
      walk(element.from, element.to, level);
    }
  }

  private static boolean beginsElement(byte[] bytes, int from, int to) {
    return from < to
        && (bytes[from] == SEQUENCE || bytes[from] == SET || isOctetString(bytes[from]));
  }

  /** Tells what the JDK takes for an octet string: one in parts may be of any class. */
  private static boolean isOctetString(int tag) {
    return tag == OCTET_STRING
        || (tag & (CONSTRUCTED | TAG_NUMBER)) == (CONSTRUCTED | OCTET_STRING);
  }

  /** What stands between two places, and where the next element begins. */
  private record Element(int tag, int from, int to, int next) {}

  /** Returns the element at a place; null where there is none that can be read. */
  private @Nullable Element element(int at, int end) {
    if (at + 1 >= end) {
      return null;
    }
    int tag = ber[at] & 0xFF;
    int start = at + 2;
    long length = ber[at + 1] & 0xFF;
    if (length == INDEFINITE) {
      int stop = endOfContents(start, end);
      return new Element(tag, start, stop, Math.min(end, stop + 2));
    }
    if (length > INDEFINITE) {
      int bytes = (int) length - INDEFINITE;
      if (bytes > MOST_LENGTH_BYTES || start + bytes > end) {
        return null;
      }
      length = number(start, start + bytes);
      start += bytes;
    }
    int stop = (int) Math.min(end, start + length);
    return new Element(tag, start, stop, stop);
  }

  /** Finds the two zeros that end contents of indefinite length (X.690 section 8.1.3.6). */
  private int endOfContents(int from, int end) {
    int open = 1;
    int at = from;
    while (at + 1 < end) {
      boolean ends = ber[at] == 0 && ber[at + 1] == 0;
      boolean begins = (ber[at + 1] & 0xFF) == INDEFINITE;
      open += begins ? 1 : ends ? -1 : 0;
      if (open == 0) {
        return at;
      }
      Element skipped = begins || ends ? null : element(at, end);
      at = skipped == null ? at + 2 : skipped.next;
    }
    return end;
  }

  private long number(Element element) {
    return number(element.from, element.to);
  }

  private long number(int from, int to) {
    long number = 0;
    for (int i = from; i < to; i++) {
      number = Math.min(Integer.MAX_VALUE, (number << Byte.SIZE) | (ber[i] & 0xFF));
    }
    return number;
  }

  /**
   * Joins the octets of a string, which may be in parts of parts (X.690 section 8.7.3). Tells
   * whether all parts are octet strings.
   */
  private boolean join(Element string, int level, ByteArrayOutputStream octets) {
    if (level > DEEPEST) {
      rounds += TOO_MANY_ROUNDS;
      return true;
    }
    if ((string.tag & CONSTRUCTED) == 0) {
      octets.write(ber, string.from, string.to - string.from);
      return true;
    }
    Element part = element(string.from, string.to);
    while (part != null && isOctetString(part.tag) && join(part, level + 1, octets)) {
      part = element(part.next, string.to);
    }
    return part == null;
  }
}
