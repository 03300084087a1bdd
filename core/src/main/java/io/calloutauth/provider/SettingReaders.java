package io.calloutauth.provider;

import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.json.JsonPointer;
import io.calloutauth.oauth.AssertionOptions;
import io.calloutauth.oauth.RenewalRules;
import io.calloutauth.oauth.ResponseOptions;
import io.calloutauth.oauth.Scope;
import io.calloutauth.provider.Setting.Reader;
import io.calloutauth.provider.Setting.Reading;
import java.time.Duration;
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
  private static final Duration LIFETIME_MOST = Duration.ofDays(1);
  private static final Pattern STATUS = Pattern.compile("[0-9]{3}");

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
        return new Reading<>(typed, "must have at most %,d characters".formatted(most));
      }
      return judged(typed, TypedText.isPlain(typed), "must not contain control characters");
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

  static Reading<String> userAgent(String typed, EndpointPolicy policy, String tenant) {
    return judged(
        typed,
        typed.isEmpty() || (typed.length() <= AGENT_MOST && AGENT.matcher(typed).matches()),
        "must be a product such as acme-billing/2.1, more of them or comments in brackets, of at"
            + " most 256 visible ASCII characters");
  }

  static Reading<String> scope(String typed, EndpointPolicy policy, String tenant) {
    if (typed.length() > SCOPE_MOST) {
      return new Reading<>("", "must have at most 4,096 characters");
    }
    try {
      return new Reading<>(Scope.parse(typed).toString(), null);
    } catch (IllegalArgumentException illegal) {
      return new Reading<>(
          "",
          "may hold only visible ASCII characters other than \" and \\, separated by spaces or"
              + " commas");
    }
  }

  static Reading<Duration> lifetime(Duration typed, EndpointPolicy policy, String tenant) {
    return judged(
        typed,
        typed.compareTo(Duration.ofSeconds(1)) >= 0 && typed.compareTo(LIFETIME_MOST) <= 0,
        "must be from 1 second to 24 hours");
  }

  static Reading<String> pointer(String typed, EndpointPolicy policy, String tenant) {
    return judged(
        typed,
        typed.isEmpty() || JsonPointer.isPointer(typed),
        "must be a JSON pointer such as /data/token, of at most 8 steps");
  }

  static Reading<List<String>> aliases(List<String> typed, EndpointPolicy policy, String tenant) {
    List<String> names = typed.stream().map(String::strip).distinct().sorted().toList();
    return judged(
        names,
        bounded(names, SettingReaders::isAlias),
        "must be at most 20 other names for Bearer of up to 100 ASCII characters;"
            + " types that need more than the token, such as DPoP or MAC, are none");
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
        "must be at most 20 from 400 to 499");
  }

  private static boolean isStatus(String text) {
    return STATUS.matcher(text).matches() && RenewalRules.isStatus(Integer.parseInt(text));
  }

  static Reading<List<String>> values(List<String> typed, EndpointPolicy policy, String tenant) {
    return judged(
        typed,
        bounded(typed, SettingReaders::isValue),
        "must be at most 20 of 1 to 100 characters without control characters");
  }

  private static boolean isValue(String value) {
    return !value.isEmpty() && value.length() <= VALUE_MOST && TypedText.isPlain(value);
  }

  private static boolean bounded(List<String> values, Predicate<String> good) {
    return values.size() <= MOST && values.stream().allMatch(good);
  }

  /** Returns a value that is good, or a problem that it has. */
  static <T> Reading<T> judged(T value, boolean good, String problem) {
    return new Reading<>(value, good ? null : problem);
  }
}
