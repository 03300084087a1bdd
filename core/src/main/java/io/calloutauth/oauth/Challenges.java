package io.calloutauth.oauth;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The challenges of a response, read from its {@code WWW-Authenticate} headers (RFC 9110 section
 * 11.6.1), and what they say of a bearer token (RFC 6750 section 3). Immutable and thread-safe.
 *
 * <p>Reading never fails: what cannot be read is left out. It takes linear time, and looks at no
 * more than the first 16 Ki characters and 32 challenges.
 */
public final class Challenges {

  /** How many characters are read, over all headers. */
  static final int MOST_CHARACTERS = 16 * 1024;

  /** How many challenges are read. */
  static final int MOST = 32;

  private static final String BEARER = "Bearer";

  private final List<Challenge> all;

  private Challenges(List<Challenge> all) {
    this.all = List.copyOf(all);
  }

  /**
   * Reads the challenges of a response.
   *
   * @param values the values of its {@code WWW-Authenticate} headers, in their order
   */
  public static Challenges parse(Collection<String> values) {
    List<Challenge> found = new ArrayList<>();
    int budget = MOST_CHARACTERS;
    for (String value : values) {
      if (value != null) {
        String text = value.substring(0, Math.min(budget, value.length()));
        budget -= text.length();
        new ChallengeReader(text, MOST - found.size()).readInto(found);
      }
    }
    return new Challenges(found);
  }

  /** Returns all challenges in their order. */
  public List<Challenge> all() {
    return all;
  }

  /** Returns the first Bearer challenge; empty when there is none. */
  public Optional<Challenge> bearer() {
    return all.stream().filter(challenge -> challenge.isOf(BEARER)).findFirst();
  }

  /**
   * Returns the error code of the first Bearer challenge that has one (RFC 6750 section 3.1). The
   * server wrote it: do not print it.
   */
  public Optional<String> error() {
    return errors().stream().findFirst();
  }

  /**
   * Returns the scope that the first Bearer challenge with a {@code scope} asks for (RFC 6750
   * section 3); empty when none has one that can be read.
   */
  public Optional<Scope> scope() {
    return ofBearers("scope").stream().findFirst().flatMap(Challenges::readScope);
  }

  /**
   * Returns whether a 401 with these challenges says that the token is bad, so that another one may
   * mend it (RFC 9110 section 15.5.2), whatever schemes they name. False only where all errors that
   * they name are such that another token surely mends nothing (RFC 6750 section 3.1): {@code
   * insufficient_scope} and {@code invalid_request}.
   */
  public boolean blameTheToken() {
    List<String> errors = of(challenge -> true, "error");
    return errors.isEmpty() || !errors.stream().allMatch(Challenges::isLasting);
  }

  private static boolean isLasting(String error) {
    return "insufficient_scope".equalsIgnoreCase(error)
        || "invalid_request".equalsIgnoreCase(error);
  }

  /**
   * Returns whether some challenge, of whatever scheme, names the error {@code invalid_token}, so
   * that another token may mend any response that refuses the request.
   */
  public boolean nameTheToken() {
    return of(challenge -> true, "error").stream().anyMatch("invalid_token"::equalsIgnoreCase);
  }

  private List<String> errors() {
    return ofBearers("error");
  }

  private List<String> ofBearers(String parameter) {
    return of(challenge -> challenge.isOf(BEARER), parameter);
  }

  private List<String> of(Predicate<Challenge> which, String parameter) {
    return all.stream()
        .filter(which)
        .flatMap(challenge -> challenge.parameter(parameter).stream())
        .filter(value -> !value.isBlank())
        .toList();
  }

  private static Optional<Scope> readScope(String list) {
    try {
      return Optional.of(Scope.parse(list)).filter(scope -> !scope.isEmpty());
    } catch (IllegalArgumentException unreadable) {
      return Optional.empty();
    }
  }

  /** Returns a text that holds nothing of what the server wrote. */
  @Override
  public String toString() {
    return "Challenges" + all;
  }
}
