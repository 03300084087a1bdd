package io.calloutauth.client;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * The alerts by which a server refuses a client's certificate (RFC 8446 section 6.2). The JDK tells
 * an alert by the text of its exception alone: of that nothing but one of these names is taken.
 */
final class TlsAlert {

  private static final int MOST_CAUSES = 8;
  private static final Pattern REFUSAL =
      Pattern.compile(
          "Received fatal alert:"
              + " (bad_certificate|unsupported_certificate|certificate_revoked|certificate_expired"
              + "|certificate_unknown|certificate_required|unknown_ca|access_denied)\\b");

  private TlsAlert() {}

  /** Returns the name of the alert that ended a connection; empty when it is none of these. */
  static Optional<String> refusing(Exception e) {
    return Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
        .limit(MOST_CAUSES)
        .filter(SSLException.class::isInstance)
        .map(Throwable::getMessage)
        .filter(Objects::nonNull)
        .map(REFUSAL::matcher)
        .filter(Matcher::find)
        .map(found -> found.group(1))
        .findFirst();
  }
}
