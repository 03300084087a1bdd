package io.calloutauth.oauth;

import io.calloutauth.json.JsonPointer;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the responses of one authorization server are read where they stray from RFC 6749 section
 * 5.1. Immutable and thread-safe.
 */
public final class ResponseOptions {

  /** Responses as RFC 6749 section 5.1 has them. */
  public static final ResponseOptions STANDARD = builder().build();

  private static final Set<String> OTHER_TYPES = Set.of("", "mac", "pop", "dpop", "n_a");

  private final LifetimeUnit lifetimeUnit;
  private final Set<String> tokenTypeAliases;

  private final @Nullable String tokenPointer;
  private final @Nullable String tokenTypePointer;
  private final @Nullable String lifetimePointer;

  private ResponseOptions(Builder builder) {
    this.lifetimeUnit = builder.lifetimeUnit;
    this.tokenTypeAliases = builder.tokenTypeAliases;
    this.tokenPointer = builder.tokenPointer;
    this.tokenTypePointer = builder.tokenTypePointer;
    this.lifetimePointer = builder.lifetimePointer;
  }

  /** Returns a builder that starts with a standard response. */
  public static Builder builder() {
    return new Builder();
  }

  /** Returns a builder that starts with what this one holds. */
  public Builder toBuilder() {
    return new Builder()
        .lifetimeUnit(lifetimeUnit)
        .tokenTypeAliases(tokenTypeAliases)
        .tokenPointer(tokenPointer)
        .tokenTypePointer(tokenTypePointer)
        .lifetimePointer(lifetimePointer);
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
   * Returns where the token is, as a pointer (RFC 6901); empty where it is as {@code access_token}.
   */
  public Optional<String> tokenPointer() {
    return Optional.ofNullable(tokenPointer);
  }

  /**
   * Returns where the token type is, as a pointer (RFC 6901); empty where it is as {@code
   * token_type}.
   */
  public Optional<String> tokenTypePointer() {
    return Optional.ofNullable(tokenTypePointer);
  }

  /**
   * Returns where the lifetime is when there is no {@code expires_in}, as a pointer (RFC 6901);
   * empty where it is as {@code expires_in}.
   */
  public Optional<String> lifetimePointer() {
    return Optional.ofNullable(lifetimePointer);
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
    return "ResponseOptions[" + lifetimeUnit + ", " + tokenTypeAliases + "]";
  }

  /** Makes options. Not thread-safe. */
  public static final class Builder {

    private LifetimeUnit lifetimeUnit = LifetimeUnit.SECONDS;
    private Set<String> tokenTypeAliases = Set.of();

    private @Nullable String tokenPointer;
    private @Nullable String tokenTypePointer;
    private @Nullable String lifetimePointer;

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

    /**
     * Sets a pointer that takes the place of {@code access_token}, or null for none.
     *
     * @throws IllegalArgumentException when it is none
     */
    public Builder tokenPointer(@Nullable String pointer) {
      this.tokenPointer = checked(pointer);
      return this;
    }

    /**
     * Sets a pointer that takes the place of {@code token_type}, or null for none.
     *
     * @throws IllegalArgumentException when it is none
     */
    public Builder tokenTypePointer(@Nullable String pointer) {
      this.tokenTypePointer = checked(pointer);
      return this;
    }

    /**
     * Sets a pointer that takes the place of {@code expires_in}, or null for none.
     *
     * @throws IllegalArgumentException when it is none
     */
    public Builder lifetimePointer(@Nullable String pointer) {
      this.lifetimePointer = checked(pointer);
      return this;
    }

    private static @Nullable String checked(@Nullable String pointer) {
      if (pointer != null && !JsonPointer.isPointer(pointer)) {
        throw new IllegalArgumentException("this is no JSON pointer");
      }
      return pointer;
    }

    /** Returns the options. */
    public ResponseOptions build() {
      return new ResponseOptions(this);
    }
  }
}
