package io.calloutauth.redact;

import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Redacts text that a server sent: takes out the client's secrets, as they are and in whatever form
 * {@link DecodedText} reads, and every part of eight bytes or more. What it costs follows the text;
 * where there is no text it costs nothing. It holds secrets and is made anew for each response.
 */
public final class Redactor {

  private static final int SHORTEST_EXTRA = 4;
  private static final int SHORTEST_FOUND = 4;
  private static final int LONGEST_DESCRIPTION = 500;

  /** So that what begins in the text that is shown is known for what it is. */
  private static final int BEYOND = 100;

  private static final String MASK = "***";

  private final List<Secret> secrets = new ArrayList<>();

  /** Returns what redacts all secrets of a client. */
  public static Redactor of(RegisteredClient client) {
    Redactor masking = new Redactor();
    client
        .secrets()
        .forEach(
            (name, value) -> {
              if (!SecretName.isExtra(name) || value.reveal().length() >= SHORTEST_EXTRA) {
                masking.secrets.add(value);
              } // or digits would be hidden
            });
    return masking;
  }

  /** Returns what redacts nothing yet. */
  public static Redactor none() {
    return new Redactor();
  }

  private Redactor() {}

  /** Redacts a token as well. */
  public Redactor and(String token) {
    secrets.add(Secret.of(token));
    return this;
  }

  /** Returns a description without control characters and secrets, or null for a blank one. */
  public @Nullable String description(String text) {
    String plain = PlainText.of(text, LONGEST_DESCRIPTION + BEYOND);
    if (plain.isBlank()) {
      return null;
    }
    String masked = PlainText.of(masked(plain, hidden(plain, 1)), LONGEST_DESCRIPTION);
    return masked.isBlank() ? null : masked;
  }

  /** Returns whether a text holds a secret or a good part of one. */
  public boolean finds(String text) {
    return !text.isEmpty() && !hidden(text, SHORTEST_FOUND).isEmpty();
  }

  private BitSet hidden(String text, int shortest) {
    SecretSearch search = new SecretSearch(DecodedText.of(text));
    for (Secret secret : secrets) {
      if (secret.reveal().length() >= shortest) {
        search.add(secret.reveal());
      }
    }
    return search.hidden();
  }

  private static String masked(String text, BitSet hidden) {
    StringBuilder masked = new StringBuilder();
    int end = Math.min(text.length(), LONGEST_DESCRIPTION);
    for (int at = 0; at < end; at++) {
      if (!hidden.get(at)) {
        masked.append(text.charAt(at));
      } else if (at == 0 || !hidden.get(at - 1)) {
        masked.append(MASK);
      }
    }
    return masked.toString();
  }

  /** Makes foreign text fit to be kept: no control, format or unpaired characters, and not long. */
  public static final class PlainText {

    private static final Set<Byte> DROPPED =
        Set.of(
            Character.CONTROL,
            Character.FORMAT,
            Character.SURROGATE,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR,
            Character.PRIVATE_USE,
            Character.UNASSIGNED);

    private PlainText() {}

    /** Returns the text without such characters, at most so many chars of it. */
    public static String of(String text, int longest) {
      StringBuilder plain = new StringBuilder();
      text.codePoints()
          .filter(c -> !DROPPED.contains((byte) Character.getType(c)))
          .takeWhile(c -> plain.length() + Character.charCount(c) <= longest)
          .forEachOrdered(plain::appendCodePoint);
      return plain.toString();
    }
  }
}
