package io.calloutauth.client;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes secrets out of text that a server sent: as they are, form-encoded, JSON-escaped, in Base64
 * and as Basic credentials, and every part of eight characters or more. It holds secrets and is
 * made anew for each answer.
 */
final class Masking {

  private static final int FRAGMENT = 8;
  private static final int SHORTEST_EXTRA = 4;
  private static final int LONGEST_TEXT = 4_000;
  private static final int LONGEST_DESCRIPTION = 500;
  private static final String MASK = "***";

  private final Set<String> forms = new HashSet<>();
  private final Set<String> fragments = new HashSet<>();

  /** Masks all secrets of a client. */
  static Masking of(RegisteredClient client) {
    Masking masking = new Masking(client.registration().clientId(), client.clientSecret());
    client.extras().all().stream()
        .map(Secret::reveal)
        .filter(value -> value.length() >= SHORTEST_EXTRA) // or every digit would be hidden
        .forEach(masking::addForms);
    return masking;
  }

  /** Masks a client's secret, with the id it is joined with in Basic credentials. */
  Masking(String clientId, Secret clientSecret) {
    String secret = clientSecret.reveal();
    addForms(secret);
    String encoded = (urlEncode(clientId) + ":" + urlEncode(secret)).replace("+", "%20");
    for (String credentials : List.of(clientId + ":" + secret, encoded)) {
      addBase64(credentials);
    }
  }

  /** Masks a token as well, as it is. */
  Masking and(String token) {
    if (!token.isEmpty()) {
      add(token);
    }
    return this;
  }

  private void addForms(String secret) {
    if (secret.isEmpty()) {
      return;
    }
    add(secret);
    add(secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"));
    add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
    String encoded = urlEncode(secret);
    add(encoded);
    add(encoded.replace("+", "%20"));
    add(lowerCaseEscapes(encoded));
    add(lowerCaseEscapes(encoded.replace("+", "%20")));
    addBase64(secret);
  }

  private void addBase64(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private void add(String form) {
    forms.add(form);
    for (int i = 0; i + FRAGMENT <= form.length(); i++) {
      fragments.add(form.substring(i, i + FRAGMENT));
    }
  }

  private static String urlEncode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static String lowerCaseEscapes(String encoded) {
    StringBuilder lower = new StringBuilder(encoded);
    for (int at = encoded.indexOf('%'); at >= 0; at = encoded.indexOf('%', at + 1)) {
      lower.replace(at, at + 3, encoded.substring(at, at + 3).toLowerCase(Locale.ROOT));
    }
    return lower.toString();
  }

  /** Returns a description without control characters and secrets, or null for a blank one. */
  @Nullable String description(String text) {
    String masked = mask(PlainText.of(text, LONGEST_TEXT));
    String cut = PlainText.of(masked, LONGEST_DESCRIPTION);
    return cut.isBlank() ? null : cut;
  }

  /** Returns whether a text holds a secret or a good part of one. */
  boolean finds(String text) {
    return !maskFragments(text).equals(text)
        || forms.stream().anyMatch(form -> form.length() >= 4 && text.contains(form));
  }

  private String mask(String text) {
    String masked = maskFragments(text);
    for (String form : forms) {
      masked = form.length() < FRAGMENT ? masked.replace(form, MASK) : masked;
    }
    return masked;
  }

  private String maskFragments(String text) {
    StringBuilder masked = new StringBuilder();
    int secretEnd = 0;
    for (int i = 0; i < text.length(); i++) {
      if (i + FRAGMENT <= text.length() && fragments.contains(text.substring(i, i + FRAGMENT))) {
        masked.append(i >= secretEnd ? MASK : "");
        secretEnd = i + FRAGMENT;
      }
      masked.append(i < secretEnd ? "" : text.charAt(i));
    }
    return masked.toString();
  }
}
