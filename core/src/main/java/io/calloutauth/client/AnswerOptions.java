package io.calloutauth.client;

import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * How the answers of one authorization server are read where they stray from RFC 6749 section 5.1.
 * Immutable and thread-safe.
 */
public final class AnswerOptions {

  /** Answers as RFC 6749 section 5.1 has them. */
  public static final AnswerOptions STANDARD = builder().build();

  private static final Set<String> OTHER_TYPES = Set.of("", "mac", "pop", "dpop", "n_a");

  private final LifetimeUnit lifetimeUnit;
  private final Set<String> tokenTypeAliases;

  private AnswerOptions(Builder builder) {
    this.lifetimeUnit = builder.lifetimeUnit;
    this.tokenTypeAliases = builder.tokenTypeAliases;
  }

  /** Returns a builder that starts with a standard answer. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts with what this one holds. */
  public Builder toBuilder() {
    return new Builder().lifetimeUnit(lifetimeUnit).tokenTypeAliases(tokenTypeAliases);
  }

  /** Returns what {@code expires_in} counts. */
  public LifetimeUnit lifetimeUnit() {
    return lifetimeUnit;
  }

  /** Returns what the server may call the token type Bearer besides that. */
  public Set<String> tokenTypeAliases() {
    return tokenTypeAliases;
  }

  /**
   * Tells whether a name may stand for Bearer: it is not the name of a type that needs more than
   * the token, or of none at all. Such a token is never sent as a bearer token.
   */
  public static boolean mayMeanBearer(String alias) {
    return !OTHER_TYPES.contains(alias.trim().toLowerCase(Locale.ROOT));
  }

  @Override
  public String toString() {
    return "AnswerOptions[" + lifetimeUnit + ", " + tokenTypeAliases + "]";
  }

  /** Makes options. Not thread-safe. */
  public static final class Builder {

    private LifetimeUnit lifetimeUnit = LifetimeUnit.SECONDS;
    private Set<String> tokenTypeAliases = Set.of();

    private Builder() {}

    /** Sets what {@code expires_in} counts; seconds by default. */
    public Builder lifetimeUnit(LifetimeUnit lifetimeUnit) {
      this.lifetimeUnit = Objects.requireNonNull(lifetimeUnit, "lifetimeUnit");
      return this;
    }

    /**
     * Sets what the server may call the token type Bearer besides that, in whatever case; nothing
     * by default.
     *
     * @throws IllegalArgumentException when one {@linkplain #mayMeanBearer may not} mean Bearer
     */
    public Builder tokenTypeAliases(Set<String> tokenTypeAliases) {
      for (String alias : tokenTypeAliases) {
        if (!mayMeanBearer(alias)) {
          throw new IllegalArgumentException(alias + " is not another name for Bearer");
        }
      }
      this.tokenTypeAliases = Set.copyOf(tokenTypeAliases);
      return this;
    }

    /** Returns the options. */
    public AnswerOptions build() {
      return new AnswerOptions(this);
    }
  }
}
