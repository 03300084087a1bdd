package io.calloutauth.provider;

import io.calloutauth.oauth.LifetimeUnit;
import io.calloutauth.oauth.ResponseOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What an administrator typed about a provider's token responses, where they stray from RFC 6749: a
 * part of the draft that {@link ProviderSettings} is, and as tolerant. Immutable and thread-safe.
 */
public final class ResponseSettings {

  /** Answers as RFC 6749 section 5.1 has them. */
  static final ResponseSettings STANDARD = new Builder().build();

  private final Builder draft;

  private ResponseSettings(Builder draft) {
    this.draft = draft;
  }

  /** Returns a draft of options that are stored. */
  static ResponseSettings of(ResponseOptions options) {
    Builder draft =
        new Builder()
            .lifetimeUnit(options.lifetimeUnit())
            .tokenPointer(options.tokenPointer().orElse(""))
            .tokenTypePointer(options.tokenTypePointer().orElse(""))
            .lifetimePointer(options.lifetimePointer().orElse(""));
    options.tokenTypeAliases().stream().sorted().forEach(draft::tokenTypeAlias);
    return draft.build();
  }

  Builder toBuilder() {
    return draft.copy();
  }

  LifetimeUnit lifetimeUnit() {
    return draft.lifetimeUnit;
  }

  List<String> tokenTypeAliases() {
    return List.copyOf(draft.tokenTypeAliases);
  }

  String tokenPointer() {
    return draft.tokenPointer;
  }

  String tokenTypePointer() {
    return draft.tokenTypePointer;
  }

  String lifetimePointer() {
    return draft.lifetimePointer;
  }

  /** Returns nothing of what was typed. */
  @Override
  public String toString() {
    return "AnswerSettings";
  }

  /** Collects what is typed. An empty text is the same as none. Not thread-safe. */
  public static final class Builder {

    private LifetimeUnit lifetimeUnit = LifetimeUnit.SECONDS;
    private List<String> tokenTypeAliases = new ArrayList<>();

    private String tokenPointer = "";
    private String tokenTypePointer = "";
    private String lifetimePointer = "";

    private Builder() {}

    /** Sets what {@code expires_in} counts; seconds unless set. */
    public Builder lifetimeUnit(LifetimeUnit unit) {
      this.lifetimeUnit = Objects.requireNonNull(unit, "unit");
      return this;
    }

    /**
     * Adds a name by which the server calls the token type Bearer, in whatever case, for example
     * {@code BearerToken}.
     */
    public Builder tokenTypeAlias(String name) {
      tokenTypeAliases.add(Objects.requireNonNull(name, "name"));
      return this;
    }

    /** Takes away all names that were added. */
    public Builder noTokenTypeAliases() {
      tokenTypeAliases.clear();
      return this;
    }

    /**
     * Sets a JSON pointer (RFC 6901) to what is the token instead of {@code access_token}, for
     * example {@code /data/token}.
     */
    public Builder tokenPointer(String pointer) {
      this.tokenPointer = Objects.requireNonNull(pointer, "pointer");
      return this;
    }

    /**
     * Sets a JSON pointer (RFC 6901) to what is the token type instead of {@code token_type}, for
     * example {@code /data/type}.
     */
    public Builder tokenTypePointer(String pointer) {
      this.tokenTypePointer = Objects.requireNonNull(pointer, "pointer");
      return this;
    }

    /**
     * Sets a JSON pointer (RFC 6901) to what tells the token's lifetime or end, in the lifetime
     * unit, where there is no {@code expires_in}; that one counts seconds then, for example {@code
     * /data/expires}.
     */
    public Builder lifetimePointer(String pointer) {
      this.lifetimePointer = Objects.requireNonNull(pointer, "pointer");
      return this;
    }

    ResponseSettings build() {
      return new ResponseSettings(copy());
    }

    private Builder copy() {
      Builder copy = new Builder();
      copy.lifetimeUnit = lifetimeUnit;
      copy.tokenTypeAliases = new ArrayList<>(tokenTypeAliases);
      copy.tokenPointer = tokenPointer;
      copy.tokenTypePointer = tokenTypePointer;
      copy.lifetimePointer = lifetimePointer;
      return copy;
    }
  }
}
