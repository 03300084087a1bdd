package io.calloutauth.client;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Knows query parameters by whose name a secret must be expected: the URL of an endpoint is shown,
 * logged and stored in the clear.
 */
final class SecretParameters {

  private static final Pattern SEPARATOR = Pattern.compile("[&;]");
  private static final Pattern PUNCTUATION = Pattern.compile("[^a-z0-9]");

  /** As the end of a name, so that {@code corpsecret} and {@code X-Amz-Signature} are met, too. */
  private static final List<String> ENDINGS =
      List.of(
          "secret",
          "password",
          "passwd",
          "passphrase",
          "pwd",
          "token",
          "assertion",
          "jwt",
          "signature",
          "credential",
          "credentials",
          "apikey",
          "accesskey",
          "authkey",
          "privatekey",
          "secretkey",
          "sharedkey",
          "subscriptionkey");

  /**
   * As the whole name: the end of too many others. A {@code key} is an API's, and a {@code code}
   * the key of a function or an authorization code; both are as good as a password.
   */
  private static final Set<String> NAMES = Set.of("pass", "authorization", "sig", "key", "code");

  private SecretParameters() {}

  /** Tells whether one of a raw query's parameters, by its decoded name, looks like a secret. */
  static boolean areIn(@Nullable String rawQuery) {
    return rawQuery != null
        && Stream.of(SEPARATOR.split(rawQuery))
            .map(SecretParameters::bareName)
            .anyMatch(name -> NAMES.contains(name) || ENDINGS.stream().anyMatch(name::endsWith));
  }

  private static String bareName(String parameter) {
    String raw = parameter.split("=", 2)[0];
    String name = URLDecoder.decode(raw, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
    return PUNCTUATION.matcher(name).replaceAll("");
  }
}
