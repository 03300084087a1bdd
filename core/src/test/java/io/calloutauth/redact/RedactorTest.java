package io.calloutauth.redact;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.calloutauth.client.Clients;
import io.calloutauth.endpoint.TestEndpoints;
import io.calloutauth.oauth.ClientRegistration;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.SecretName;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.net.URLEncoder;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RedactorTest {

  private static final String SECRET = "s3cr&t \"w/th\\+%41 ümläut";

  private static Redactor masking(String secret, Map<String, Secret> parameters) {
    ClientRegistration registration =
        Clients.registration(TestEndpoints.of(URI.create("https://idp.example.com/token"))).build();
    Map<String, Secret> secrets = new HashMap<>();
    secrets.put(SecretName.CLIENT_SECRET, Secret.of(secret));
    parameters.forEach((name, value) -> secrets.put(SecretName.parameter(name), value));
    return Redactor.of(new RegisteredClient("acme", registration, secrets));
  }

  private static String percent(String text) {
    return IntStream.range(0, text.getBytes(UTF_8).length)
        .mapToObj(i -> String.format("%%%02x", text.getBytes(UTF_8)[i]))
        .collect(Collectors.joining());
  }

  private static String octal(String text) {
    return IntStream.range(0, text.getBytes(UTF_8).length)
        .mapToObj(i -> String.format("\\%03o", text.getBytes(UTF_8)[i]))
        .collect(Collectors.joining());
  }

  private static String each(String format) {
    return SECRET.chars().mapToObj(c -> String.format(format, c)).collect(Collectors.joining());
  }

  static Stream<String> forms() {
    byte[] bytes = SECRET.getBytes(UTF_8);
    String form = URLEncoder.encode(SECRET, UTF_8);
    Base64.Encoder base64 = Base64.getEncoder();
    return Stream.of(
        SECRET,
        SECRET.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"),
        form,
        form.toLowerCase(Locale.ROOT),
        form.replace("+", "%20"),
        percent(SECRET),
        percent(form),
        each("\\u%04x"),
        each("\\u%04X"),
        octal(SECRET),
        each("%%u%04x"),
        each("%%U%04X"),
        HexFormat.ofDelimiter(":").formatHex(bytes),
        HexFormat.ofDelimiter(" ").withUpperCase().formatHex(bytes),
        HexFormat.ofDelimiter("-").formatHex(bytes),
        HexFormat.ofDelimiter(", ").withPrefix("0x").formatHex(bytes),
        each("&#%d"),
        each("&#x%X"),
        SECRET.replace("&", "&amp").replace("\"", "&quot"),
        each("&#%d;"),
        each("&#x%X;"),
        SECRET.replace("&", "&amp;").replace("\"", "&quot;").replace("ü", "&#252;"),
        HexFormat.of().formatHex(bytes),
        HexFormat.of().withUpperCase().formatHex(bytes),
        base64.encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        percent(base64.encodeToString(bytes)));
  }

  @ParameterizedTest
  @MethodSource("forms")
  void masksASecretInEachForm(String form) {
    Redactor masking = masking(SECRET, Map.of());

    assertThat(masking.description("it says <" + form + "> twice: " + form + "."))
        .startsWith("it says <***")
        .contains("> twice: ***")
        .hasSizeLessThan(50);
    assertThat(masking.finds(form)).isTrue();
  }

  /** The client id in front of the secret may stay. */
  @Test
  void masksASecretInBasicCredentials() {
    for (String secret : new String[] {SECRET, URLEncoder.encode(SECRET, UTF_8)}) {
      byte[] credentials = ("billing:" + secret).getBytes(UTF_8);
      String form = Base64.getEncoder().encodeToString(credentials);
      String idOnly = form.substring(0, 11);

      assertThat(masking(SECRET, Map.of()).description("it says <" + form + ">"))
          .startsWith("it says <")
          .contains("***")
          .hasSizeLessThan("it says <".length() + idOnly.length() + 10);
    }
  }

  @Test
  void leavesOtherTextAsItIs() {
    String text =
        "AADSTS7000215: Invalid client secret, trace 0f8fad5b-d9cd-469f-a165-70867728950e";

    assertThat(masking(SECRET, Map.of()).description(text)).isEqualTo(text);
    assertThat(masking(SECRET, Map.of()).finds(text)).isFalse();
  }

  @Test
  void masksAShortSecretThatTheEndOfTheTextCuts() {
    String text = "x".repeat(497) + "k3y-7!";

    assertThat(masking("k3y-7!", Map.of()).description(text)).isEqualTo("x".repeat(497) + "***");
  }

  private static long allocated(Runnable work) {
    ThreadMXBean thread = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    work.run(); // what is made once is no part of it
    long before = thread.getCurrentThreadAllocatedBytes();
    work.run();
    return thread.getCurrentThreadAllocatedBytes() - before;
  }

  @Test
  void costsNoMoreThanTheTextAndOneLookAtTheLargestSettings() {
    Map<String, Secret> largest =
        IntStream.range(0, 20)
            .boxed()
            .collect(Collectors.toMap(i -> "p" + i, i -> Secret.of((i + "-ü").repeat(1_000))));
    Redactor masking = masking("s".repeat(4_096), largest);
    String worst = "%41\\u0041&#65;4142QUJD".repeat(12_000);

    assertThat(allocated(() -> masking.description(worst))).isLessThan(4_000_000);
    assertThat(allocated(() -> masking.description("no"))).isLessThan(300_000);
    assertThat(allocated(() -> masking.description(" "))).isLessThan(2_000);
    assertThat(allocated(() -> masking("s".repeat(4_096), largest))).isLessThan(10_000);
  }

  @Test
  void readsATextInAFixedMultipleOfItsLength() {
    for (String piece :
        new String[] {
          "x",
          "%2541",
          "\\\\u0041",
          "&amp;#65;",
          "41",
          "QUJD",
          "%5cu0",
          "73:",
          "0x73,",
          "\\163",
          "%u0073",
          "&#65"
        }) {
      String text = piece.repeat(600 / piece.length());
      assertThat(DecodedText.of(text).size()).as(piece).isLessThan(40 * text.length());
    }
  }
}
