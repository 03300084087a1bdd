package io.calloutauth.provider;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.json.JsonPointer;
import io.calloutauth.oauth.AssertionOptions;
import io.calloutauth.oauth.ExtraNames;
import io.calloutauth.oauth.IssuedToken;
import io.calloutauth.oauth.RenewalRules;
import io.calloutauth.oauth.ResponseOptions;
import io.calloutauth.oauth.Scope;
import io.calloutauth.provider.FieldProblem.Reason;
import io.calloutauth.provider.Setting.Reader;
import io.calloutauth.provider.Setting.Reading;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAccessor;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** Validators of typed texts and lists: each reads one setting and says what is wrong with it. */
final class SettingReaders {

  private static final int SCOPE_MOST = 4_096;
  private static final int MOST = 20;
  private static final int VALUE_MOST = 100;
  private static final int AUDIENCE_MOST = 1_024;
  private static final int AGENT_MOST = 256;
  private static final int PARAMETER_MOST = 255;
  private static final Duration REUSE_MOST = Duration.ofHours(1);
  private static final Duration KEEP_ALIVE_LEAST = Duration.ofMinutes(5);
  private static final Duration KEEP_ALIVE_MOST = Duration.ofDays(90);
  private static final Duration ASSERTION_LEAST = Duration.ofSeconds(30);
  private static final Duration ASSERTION_MOST = Duration.ofHours(1);
  private static final Pattern STATUS = Pattern.compile("[0-9]{3}");

  private static final Instant YEAR_10000 = Instant.parse("9999-12-31T23:59:59Z").plusSeconds(1);
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd['T'HH:mm[:ss][.SSS][XXX]]")
          .withResolverStyle(ResolverStyle.STRICT);

  /** Products and comments of RFC 9110 section 10.1.5, the comments without quoted pairs. */
  private static final Pattern AGENT =
      Pattern.compile(
          "(?:[\\w!#$%&'*+.^`|~-]++(?:/[\\w!#$%&'*+.^`|~-]++)?+)(?: (?:[\\w!#$%&'*+.^`|~-]++"
              + "(?:/[\\w!#$%&'*+.^`|~-]++)?+|\\([ -~&&[^()\\\\]]*+\\)))*+");

  private SettingReaders() {}

  static Reading<String> name(String typed, EndpointPolicy policy, String tenant) {
    return new Reading<>(typed, ProviderNames.problem(typed).orElse(null));
  }

  /** Returns the reader of a text that is sent as it is. */
  static Reader<String> text(int most) {
    return (typed, policy, tenant) -> {
      if (typed.length() > most) {
        return new Reading<>(
            typed,
            Reason.of("too_long", "must have at most %,d characters".formatted(most))
                .with("most", most));
      }
      return judged(
          typed,
          TypedText.isPlain(typed),
          Reason.of("control_characters", "must not contain control characters"));
    };
  }

  /** Returns a reader that never sees the blanks that come along when a text is copied. */
  static Reader<String> trimmed(Reader<String> reader) {
    return (typed, policy, tenant) -> reader.read(typed.strip(), policy, tenant);
  }

  static Reading<String> assertionAudience(String typed, EndpointPolicy policy, String tenant) {
    String audience = typed.isBlank() ? AssertionOptions.ISSUER : typed.strip();
    return text(AUDIENCE_MOST).read(audience, policy, tenant);
  }

  /** A time without an offset is one of UTC, and a date its first moment. */
  static Reading<String> time(String typed, EndpointPolicy policy, String tenant) {
    String text = typed.strip();
    try {
      return new Reading<>(text.isEmpty() ? "" : moment(text).toString(), null);
    } catch (DateTimeException unreadable) {
      return new Reading<>(
          "",
          Reason.of(
              "not_a_time",
              "must be a date such as 2027-01-31, or a time such as 2027-01-31T18:00Z, from 1970 to"
                  + " 9999; it is UTC unless it says otherwise"));
    }
  }

  private static Instant moment(String text) {
    TemporalAccessor read =
        TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from, LocalDate::from);
    Instant moment =
        read instanceof OffsetDateTime time
            ? time.toInstant()
            : read instanceof LocalDateTime time
                ? time.toInstant(ZoneOffset.UTC)
                : LocalDate.from(read).atStartOfDay(ZoneOffset.UTC).toInstant();
    if (moment.isBefore(Instant.EPOCH) || !moment.isBefore(YEAR_10000)) {
      throw new DateTimeException("out of range");
    }
    return moment.truncatedTo(ChronoUnit.SECONDS);
  }

  /** A part of it is over when the assertion arrives: it is dated back. */
  static Reading<Duration> assertionLifetime(Duration typed, EndpointPolicy policy, String tenant) {
    return within(typed, ASSERTION_LEAST, ASSERTION_MOST, "must be from 30 seconds to 1 hour");
  }

  static Reading<String> userAgent(String typed, EndpointPolicy policy, String tenant) {
    return judged(
        typed,
        typed.isEmpty() || (typed.length() <= AGENT_MOST && AGENT.matcher(typed).matches()),
        Reason.of(
                "not_a_user_agent",
                "must be a product such as acme-billing/2.1, more of them or comments in brackets,"
                    + " of at most 256 visible ASCII characters")
            .with("most", AGENT_MOST));
  }

  static Reading<String> scope(String typed, EndpointPolicy policy, String tenant) {
    if (typed.length() > SCOPE_MOST) {
      return new Reading<>(
          "", Reason.of("too_long", "must have at most 4,096 characters").with("most", SCOPE_MOST));
    }
    try {
      return new Reading<>(Scope.parse(typed).toString(), null);
    } catch (IllegalArgumentException illegal) {
      return new Reading<>(
          "",
          Reason.of(
              "not_a_scope",
              "may hold only visible ASCII characters other than \" and \\, separated by spaces or"
                  + " commas"));
    }
  }

  static Reading<Duration> lifetime(Duration typed, EndpointPolicy policy, String tenant) {
    return within(
        typed,
        Duration.ofSeconds(1),
        IssuedToken.LONGEST_LIFETIME,
        "must be from 1 second to 24 hours");
  }

  static Reading<Duration> reuseInterval(Duration typed, EndpointPolicy policy, String tenant) {
    return within(typed, Duration.ZERO, REUSE_MOST, "must be at most 1 hour, or 0 for none");
  }

  static Reading<Duration> keepAliveInterval(Duration typed, EndpointPolicy policy, String tenant) {
    return typed.isZero()
        ? new Reading<>(typed, null)
        : within(
            typed,
            KEEP_ALIVE_LEAST,
            KEEP_ALIVE_MOST,
            "must be from 5 minutes to 90 days, or 0 for none");
  }

  static Reading<String> pointer(String typed, EndpointPolicy policy, String tenant) {
    return judged(
        typed,
        typed.isEmpty() || JsonPointer.isPointer(typed),
        Reason.of(
            "not_a_pointer", "must be a JSON pointer such as /data/token, of at most 8 steps"));
  }

  static Reading<List<String>> aliases(List<String> typed, EndpointPolicy policy, String tenant) {
    List<String> names = typed.stream().map(String::strip).distinct().sorted().toList();
    return judged(
        names,
        bounded(names, SettingReaders::isAlias),
        Reason.of(
                "not_token_types",
                "must be at most 20 other names for Bearer of up to 100 ASCII characters;"
                    + " types that need more than the token, such as DPoP or MAC, are none")
            .with("most", MOST));
  }

  private static boolean isAlias(String name) {
    return name.length() <= VALUE_MOST
        && name.chars().allMatch(c -> c >= 0x20 && c < 0x7F)
        && ResponseOptions.mayMeanBearer(name);
  }

  static Reading<List<String>> statuses(List<String> typed, EndpointPolicy policy, String tenant) {
    List<String> statuses = typed.stream().map(String::strip).distinct().sorted().toList();
    return judged(
        statuses,
        bounded(statuses, SettingReaders::isStatus),
        Reason.of("not_statuses", "must be at most 20 from 400 to 499").with("most", MOST));
  }

  private static boolean isStatus(String text) {
    return STATUS.matcher(text).matches() && RenewalRules.isStatus(Integer.parseInt(text));
  }

  static Reading<List<String>> values(List<String> typed, EndpointPolicy policy, String tenant) {
    return judged(
        typed,
        bounded(typed, SettingReaders::isValue),
        Reason.of(
                "not_values",
                "must be at most 20 of 1 to 100 characters without control characters")
            .with("most", MOST));
  }

  /** They stand in the browser's address: nothing that is a secret belongs there. */
  static Reading<List<String>> authorizationParameters(
      List<String> typed, EndpointPolicy policy, String tenant) {
    List<String> parameters = typed.stream().map(String::strip).filter(p -> !p.isEmpty()).toList();
    long names = parameters.stream().map(SettingReaders::parameterName).distinct().count();
    return judged(
        parameters,
        bounded(parameters, SettingReaders::isAuthorizationParameter) && names == parameters.size(),
        Reason.of(
                "not_parameters",
                "must be at most 20 of the form name=value, each name once and none that the"
                    + " request has of its own or that is called like a secret, with values of 1 to"
                    + " 255 visible ASCII characters and spaces")
            .with("most", MOST));
  }

  private static String parameterName(String parameter) {
    return parameter.substring(0, Math.max(0, parameter.indexOf('=')));
  }

  private static boolean isAuthorizationParameter(String parameter) {
    String value = parameter.substring(parameter.indexOf('=') + 1);
    return ExtraNames.isAuthorizationParameter(parameterName(parameter))
        && !value.isEmpty()
        && value.length() <= PARAMETER_MOST
        && value.chars().allMatch(c -> c >= 0x20 && c < 0x7F)
        && !Endpoint.isSecretParameter(parameter);
  }

  private static boolean isValue(String value) {
    return !value.isEmpty() && value.length() <= VALUE_MOST && TypedText.isPlain(value);
  }

  private static boolean bounded(List<String> values, Predicate<String> good) {
    return values.size() <= MOST && values.stream().allMatch(good);
  }

  /** Returns a duration, or the problem that it is none of those from one to another. */
  private static Reading<Duration> within(
      Duration typed, Duration least, Duration most, String problem) {
    return judged(
        typed,
        typed.compareTo(least) >= 0 && typed.compareTo(most) <= 0,
        Reason.of("out_of_range", problem)
            .with("least", Math.toIntExact(least.toSeconds()))
            .with("most", Math.toIntExact(most.toSeconds())));
  }

  /** Returns a value that is good, or a problem that it has. */
  static <T> Reading<T> judged(T value, boolean good, Reason problem) {
    return new Reading<>(value, good ? null : problem);
  }
}
