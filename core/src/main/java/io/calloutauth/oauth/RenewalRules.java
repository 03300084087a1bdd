package io.calloutauth.oauth;

import io.calloutauth.json.JsonException;
import io.calloutauth.json.JsonPointer;
import io.calloutauth.json.JsonReader;
import io.calloutauth.json.JsonValue;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How a receiver of callouts refuses an access token, where it does not, or not only, answer 401
 * (RFC 9110 section 15.5.2): each such response makes the token suspect, as a 401 does. Immutable
 * and thread-safe.
 */
public final class RenewalRules {

  /** 401 alone, as RFC 6750 section 3 has it. */
  public static final RenewalRules STANDARD = new RenewalRules(Set.of(), null);

  private static final int UNAUTHORIZED = 401;

  private final Set<Integer> statuses;
  private final @Nullable Body body;

  private RenewalRules(Set<Integer> statuses, @Nullable Body body) {
    this.statuses = statuses;
    this.body = body;
  }

  /** Returns a builder that starts with 401 alone. */
  public static Builder builder() {
    return new Builder();
  }

  /** Tells whether a status may be said to refuse a token: a client error (RFC 9110). */
  public static boolean isStatus(int status) {
    return status >= 400 && status <= 499;
  }

  /** Returns the statuses that refuse a token besides 401; empty when no other does. */
  public Set<Integer> statuses() {
    return statuses;
  }

  /** Returns the rule for bodies, which holds under any status; empty when there is none. */
  public Optional<Body> body() {
    return Optional.ofNullable(body);
  }

  /**
   * Tells whether a receiver's response refuses the token, so that another one may mend it: a 401
   * or a status of these rules, unless its challenges say that no token will; another client error
   * whose challenges name {@code invalid_token}; or what the rule for bodies names.
   *
   * @param challenges the values of the {@code WWW-Authenticate} headers
   * @param start the first bytes of the body, as far as they were asked for
   */
  public boolean matchRefusal(int status, Collection<String> challenges, ByteBuffer start) {
    boolean refused = isStatus(status) && isRefusal(status, Challenges.parse(challenges));
    return refused || (body != null && body.matches(start));
  }

  private boolean isRefusal(int status, Challenges challenges) {
    boolean said = status == UNAUTHORIZED || statuses.contains(status);
    return said ? challenges.blameTheToken() : challenges.nameTheToken();
  }

  @Override
  public String toString() {
    return "RenewalRules[" + statuses + ", " + body + "]";
  }

  /** Makes rules. Not thread-safe. */
  public static final class Builder {

    private Set<Integer> statuses = Set.of();
    private String pointer = "";
    private List<String> values = List.of();

    private Builder() {}

    /**
     * Sets the statuses that refuse a token besides 401; none by default.
     *
     * @throws IllegalArgumentException when one is no {@linkplain #isStatus client error}
     */
    public Builder statuses(Set<Integer> statuses) {
      if (!statuses.stream().allMatch(RenewalRules::isStatus)) {
        throw new IllegalArgumentException("a token is refused by a client error only");
      }
      this.statuses = Set.copyOf(statuses);
      return this;
    }

    /** Sets where a body tells that the token is refused (RFC 6901); nowhere by default. */
    public Builder pointer(String pointer) {
      this.pointer = Objects.requireNonNull(pointer, "pointer");
      return this;
    }

    /** Sets by which values a body tells that the token is refused. */
    public Builder values(List<String> values) {
      this.values = List.copyOf(values);
      return this;
    }

    /**
     * Returns the rules.
     *
     * @throws IllegalArgumentException when there is a pointer without values, or one that is none
     */
    public RenewalRules build() {
      return new RenewalRules(statuses, pointer.isEmpty() ? null : Body.of(pointer, values));
    }
  }

  /**
   * A member of a response's body that tells that the token was refused: where it is in the JSON
   * (RFC 6901), and by which values. Immutable and thread-safe.
   */
  public static final class Body {

    /** How many bytes of a body are looked at: 64 KiB. A longer one tells nothing. */
    public static final int LIMIT = 64 * 1_024;

    private final String pointer;
    private final List<String> values;

    private Body(String pointer, List<String> values) {
      this.pointer = pointer;
      this.values = values;
    }

    /**
     * Returns the rule that a member with one of some values refuses the token.
     *
     * @throws IllegalArgumentException when the pointer is none or there is no value
     */
    public static Body of(String pointer, List<String> values) {
      if (!JsonPointer.isPointer(pointer) || values.isEmpty()) {
        throw new IllegalArgumentException("a rule for bodies has a JSON pointer and values");
      }
      return new Body(pointer, List.copyOf(values));
    }

    /** Returns the JSON pointer (RFC 6901) to the member. */
    public String pointer() {
      return pointer;
    }

    /** Returns the values that refuse the token: texts, numbers, {@code true}, {@code false}. */
    public List<String> values() {
      return values;
    }

    /**
     * Tells whether a body in UTF-8 is a JSON object that has the member with one of the values.
     * One that cannot be read, or is longer than what is shown of it, tells nothing.
     */
    boolean matches(ByteBuffer start) {
      String text = StandardCharsets.UTF_8.decode(start.duplicate()).toString();
      try {
        return matches(JsonReader.readObject(text));
      } catch (JsonException unreadable) {
        return false;
      }
    }

    /** Tells whether a body has the member with one of the values. */
    public boolean matches(JsonValue root) {
      return JsonPointer.find(pointer, root).filter(this::isValue).isPresent();
    }

    private boolean isValue(JsonValue value) {
      return !value.is(JsonValue.Kind.OBJECT)
          && !value.is(JsonValue.Kind.ARRAY)
          && values.contains(value.text());
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Body that
          && pointer.equals(that.pointer)
          && values.equals(that.values);
    }

    @Override
    public int hashCode() {
      return Objects.hash(pointer, values);
    }

    @Override
    public String toString() {
      return pointer + " of " + values;
    }
  }
}
