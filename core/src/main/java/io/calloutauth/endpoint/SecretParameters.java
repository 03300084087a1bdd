package io.calloutauth.endpoint;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Knows query parameters by whose name a secret must be expected: the URL of an endpoint is shown,
 * logged and stored in the clear.
 */
final class SecretParameters {

  private static final Pattern SEPARATOR = Pattern.compile("[&;]");
  private static final Pattern SEGMENTS = Pattern.compile("/");
  private static final Pattern INDEX = Pattern.compile("\\[[0-9]*]");
  private static final Pattern PUNCTUATION = Pattern.compile("[^a-z0-9]");
  private static final Pattern NUMBER = Pattern.compile("[0-9]+$");

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
          "secretproof",
          "sessionid",
          "sessid",
          "accesscode",
          "accesskey",
          "accountkey",
          "adminkey",
          "apikey",
          "appkey",
          "applicationkey",
          "authcode",
          "authkey",
          "encryptionkey",
          "functionskey",
          "hostkey",
          "licensekey",
          "masterkey",
          "passkey",
          "privatekey",
          "secretkey",
          "servicekey",
          "sessionkey",
          "sharedkey",
          "signingkey",
          "subscriptionkey",
          "userkey",
          "writekey");

  /**
   * As the whole name: the end of too many others. A {@code key} is an API's, and a {@code code}
   * the key of a function or an authorization code; a {@code sid} is a session, and {@code hmac},
   * {@code mac}, {@code sig} and {@code sign} are signatures. Each is as good as a password.
   */
  private static final Set<String> NAMES =
      Set.of(
          "auth",
          "authorization",
          "bearer",
          "code",
          "cookie",
          "cred",
          "creds",
          "hmac",
          "key",
          "mac",
          "otp",
          "pass",
          "passcode",
          "pin",
          "pw",
          "session",
          "sid",
          "sig",
          "sign",
          "ticket");

  /** A switch is no secret, whatever it switches: {@code use_refresh_token=true}. */
  private static final Set<String> FLAGS = Set.of("true", "false");

  private SecretParameters() {}

  /**
   * Tells whether a parameter in a URL's query, or after a semicolon in its path (RFC 3986 section
   * 3.3), looks by its decoded name like a secret.
   */
  static boolean areIn(URI url) {
    Stream<String> ofQuery = Stream.ofNullable(url.getRawQuery()).flatMap(SEPARATOR::splitAsStream);
    Stream<String> ofPath =
        Stream.ofNullable(url.getRawPath())
            .flatMap(SEGMENTS::splitAsStream)
            .flatMap(segment -> Stream.of(segment.split(";")).skip(1));
    return Stream.concat(ofQuery, ofPath).anyMatch(SecretParameters::isSecret);
  }

  /**
   * Tells it of one parameter, with its value where it has one. A number at the end of its name
   * tells two of the same kind apart: {@code api_key_2}.
   */
  static boolean isSecret(String parameter) {
    String[] parts = parameter.split("=", 2);
    String indexed = INDEX.matcher(decoded(parts[0])).replaceAll("");
    String numbered = PUNCTUATION.matcher(indexed).replaceAll("");
    String name = NUMBER.matcher(numbered).replaceFirst("");
    boolean flag = parts.length == 2 && FLAGS.contains(decoded(parts[1]));
    return !flag && (NAMES.contains(name) || ENDINGS.stream().anyMatch(name::endsWith));
  }

  private static String decoded(String raw) {
    return URLDecoder.decode(raw, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
  }
}
