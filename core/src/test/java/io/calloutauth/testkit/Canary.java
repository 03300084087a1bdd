package io.calloutauth.testkit;

import static java.util.Locale.ROOT;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A secret or token that a test plants, in every form in which it could come out again. */
public final class Canary {

  private static final int PART = 8;

  private final String value;
  private final Set<String> forms = new LinkedHashSet<>();
  private final Set<String> buried = new LinkedHashSet<>();

  private Canary(String value) {
    this.value = value;
    addTexts(value);
    addBase64(value);
    bury(value.getBytes(StandardCharsets.UTF_8));
    forms.add(value.substring(0, PART));
    forms.add(value.substring(value.length() - PART));
  }

  /**
   * Returns a canary of at least 16 characters, the first and last 8 of which are forms as well.
   */
  public static Canary of(String value) {
    return new Canary(value);
  }

  /** Returns a client's secret: as Basic credentials with the client's id, too. */
  public static Canary ofClient(String clientId, String secret) {
    Canary canary = new Canary(secret);
    canary.addBase64(clientId + ":" + secret);
    canary.addBase64(formEncoded(clientId) + ":" + formEncoded(secret));
    return canary;
  }

  public String value() {
    return value;
  }

  /** Returns every form, the value itself first. */
  public Set<String> forms() {
    return Set.copyOf(forms);
  }

  /** Returns the first form that a text holds. */
  public Optional<String> in(String text) {
    return forms.stream().filter(text::contains).findFirst();
  }

  /** Returns the first form that a text holds, also as hex or inside the Base64 of something. */
  public Optional<String> buriedIn(String text) {
    return in(text).or(() -> buried.stream().filter(text::contains).findFirst());
  }

  private void addTexts(String text) {
    String encoded = formEncoded(text);
    String jsonEscaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
    forms.addAll(
        List.of(
            text,
            encoded,
            lowerCaseEscapes(encoded),
            encoded.replace("+", "%20"),
            jsonEscaped,
            jsonEscaped.replace("/", "\\/")));
  }

  private static String lowerCaseEscapes(String encoded) {
    return Pattern.compile("%..").matcher(encoded).replaceAll(e -> e.group().toLowerCase(ROOT));
  }

  private void addBase64(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    forms.add(Base64.getEncoder().withoutPadding().encodeToString(bytes));
    forms.add(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  private void bury(byte[] bytes) {
    for (int before = 0; before < 3; before++) {
      String inside = insideOther(bytes, before);
      buried.addAll(List.of(inside, inside.replace('+', '-').replace('/', '_')));
    }
    String hex = HexFormat.of().formatHex(bytes);
    buried.addAll(List.of(hex, hex.toUpperCase(ROOT)));
  }

  /** Returns what of a text's Base64 does not depend on the bytes around it. */
  private static String insideOther(byte[] bytes, int before) {
    byte[] shifted = new byte[before + bytes.length];
    System.arraycopy(bytes, 0, shifted, before, bytes.length);
    String all = Base64.getEncoder().withoutPadding().encodeToString(shifted);
    return all.substring((before * 8 + 5) / 6, shifted.length * 8 / 6);
  }

  private static String formEncoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "Canary";
  }
}
