package io.calloutauth.oauth;

import java.net.URI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What requests to one authorization server hold beyond what every token request holds. It knows no
 * secret. Immutable and thread-safe.
 */
public final class RequestOptions {

  /** Requests as RFC 6749 section 4.4.2 has them. */
  public static final RequestOptions STANDARD = builder().build();

  private final @Nullable String audience;
  private final List<URI> resources;
  private final ScopeSeparator scopeSeparator;
  private final BodyFormat bodyFormat;
  private final RevocationAuthentication revocationAuthentication;
  private final List<String> parameterNames;
  private final List<String> headerNames;
  private final @Nullable String userAgent;
  private final boolean clientIdInBody;
  private final AssertionOptions assertion;

  private RequestOptions(Builder builder) {
    this.audience = builder.audience;
    this.resources = builder.resources;
    this.scopeSeparator = builder.scopeSeparator;
    this.bodyFormat = builder.bodyFormat;
    this.revocationAuthentication = builder.revocationAuthentication;
    this.parameterNames = builder.parameterNames;
    this.headerNames = builder.headerNames;
    this.userAgent = builder.userAgent;
    this.clientIdInBody = builder.clientIdInBody;
    this.assertion = builder.assertion.build();
  }

  /** Returns a builder that starts with a standard request. */
  public static Builder builder() {
    return new Builder(new AssertionOptions.Builder());
  }

  /** Returns a builder that starts with what this one holds. */
  public Builder toBuilder() {
    return new Builder(assertion.toBuilder())
        .audience(audience)
        .resources(resources)
        .scopeSeparator(scopeSeparator)
        .bodyFormat(bodyFormat)
        .revocationAuthentication(revocationAuthentication)
        .parameterNames(parameterNames)
        .headerNames(headerNames)
        .userAgent(userAgent)
        .clientIdInBody(clientIdInBody);
  }

  /** Returns the {@code audience} to ask for; empty to ask for none. */
  public Optional<String> audience() {
    return Optional.ofNullable(audience);
  }

  /** Returns the resources to ask for (RFC 8707 section 2), each a parameter of its own. */
  public List<URI> resources() {
    return resources;
  }

  /** Returns what stands between the tokens of a scope, in requests and in responses. */
  public ScopeSeparator scopeSeparator() {
    return scopeSeparator;
  }

  /** Returns how the parameters of a token request are written. */
  public BodyFormat bodyFormat() {
    return bodyFormat;
  }

  /** Returns how the client authenticates at the revocation endpoint. */
  public RevocationAuthentication revocationAuthentication() {
    return revocationAuthentication;
  }

  /** Returns the names of the extra parameters of token requests; their values are secrets. */
  public List<String> parameterNames() {
    return parameterNames;
  }

  /** Returns the names of the extra headers of requests; their values are secrets. */
  public List<String> headerNames() {
    return headerNames;
  }

  /** Returns the {@code User-Agent} of requests; empty for the library's own. */
  public Optional<String> userAgent() {
    return Optional.ofNullable(userAgent);
  }

  /** Returns whether the client id is in the body too, beside the Authorization header. */
  public boolean clientIdInBody() {
    return clientIdInBody;
  }

  /** Returns how the assertions are signed that the client authenticates with. */
  public AssertionOptions assertion() {
    return assertion;
  }

  @Override
  public String toString() {
    return "RequestOptions[audience=" + audience + ", resources=" + resources + "]";
  }

  /** Makes options. Not thread-safe. */
  public static final class Builder {

    private @Nullable String audience;
    private List<URI> resources = List.of();
    private ScopeSeparator scopeSeparator = ScopeSeparator.SPACE;
    private BodyFormat bodyFormat = BodyFormat.FORM;
    private RevocationAuthentication revocationAuthentication = RevocationAuthentication.SAME;
    private List<String> parameterNames = List.of();
    private List<String> headerNames = List.of();
    private @Nullable String userAgent;
    private boolean clientIdInBody;
    private final AssertionOptions.Builder assertion;

    private Builder(AssertionOptions.Builder assertion) {
      this.assertion = assertion;
    }

    /** Sets the audience, or null for none. */
    public Builder audience(@Nullable String audience) {
      this.audience = audience;
      return this;
    }

    /**
     * Sets the resources; none by default.
     *
     * @throws IllegalArgumentException when one is not absolute or has a fragment (RFC 8707 section
     *     2)
     */
    public Builder resources(List<URI> resources) {
      if (!resources.stream().allMatch(uri -> uri.isAbsolute() && uri.getRawFragment() == null)) {
        throw new IllegalArgumentException("a resource is an absolute URI without a fragment");
      }
      this.resources = List.copyOf(resources);
      return this;
    }

    /** Sets what stands between the tokens of a scope; a space by default. */
    public Builder scopeSeparator(ScopeSeparator scopeSeparator) {
      this.scopeSeparator = Objects.requireNonNull(scopeSeparator, "scopeSeparator");
      return this;
    }

    /** Sets how the parameters of a token request are written; a form by default. */
    public Builder bodyFormat(BodyFormat bodyFormat) {
      this.bodyFormat = Objects.requireNonNull(bodyFormat, "bodyFormat");
      return this;
    }

    /** Sets how the client authenticates at the revocation endpoint; the same way by default. */
    public Builder revocationAuthentication(RevocationAuthentication method) {
      this.revocationAuthentication = Objects.requireNonNull(method, "method");
      return this;
    }

    /**
     * Sets the names of the extra parameters; none by default. A request's own parameters go before
     * extra ones of the same name.
     *
     * @throws IllegalArgumentException when one is no {@linkplain ExtraNames#isParameterName name}
     */
    public Builder parameterNames(List<String> names) {
      if (!names.stream().allMatch(ExtraNames::isParameterName)) {
        throw new IllegalArgumentException("a parameter has a name that no parameter can have");
      }
      this.parameterNames = List.copyOf(names);
      return this;
    }

    /**
     * Sets the names of the extra headers, each an {@linkplain ExtraNames#isHeader allowed} one.
     */
    public Builder headerNames(List<String> names) {
      if (!names.stream().allMatch(ExtraNames::isHeader)) {
        throw new IllegalArgumentException("a header has a name that may not be added");
      }
      this.headerNames = List.copyOf(names);
      return this;
    }

    /** Sets the {@code User-Agent} of requests, or null for the library's own. */
    public Builder userAgent(@Nullable String product) {
      this.userAgent = product;
      return this;
    }

    /** Sets whether the client id is in the body too; not so by default. */
    public Builder clientIdInBody(boolean inBody) {
      this.clientIdInBody = inBody;
      return this;
    }

    /** Returns what makes the options of assertions. */
    public AssertionOptions.Builder assertion() {
      return assertion;
    }

    /** Returns the options. */
    public RequestOptions build() {
      return new RequestOptions(this);
    }
  }
}
