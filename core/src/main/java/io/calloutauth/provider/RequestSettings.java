package io.calloutauth.provider;

import io.calloutauth.oauth.BodyFormat;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.RevocationAuthentication;
import io.calloutauth.oauth.ScopeSeparator;
import io.calloutauth.oauth.Secret;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator typed about a provider's token requests, where they differ from what RFC
 * 6749 says: a part of the draft that {@link ProviderSettings} is, and as tolerant. Immutable and
 * thread-safe.
 */
public final class RequestSettings {

  /** Requests as RFC 6749 section 4.4.2 has them. */
  static final RequestSettings STANDARD = new Builder().build();

  private final Builder draft;

  private RequestSettings(Builder draft) {
    this.draft = draft;
  }

  /** Returns a draft of options that are stored. */
  static RequestSettings of(RequestOptions options) {
    Builder draft =
        new Builder()
            .audience(options.audience().orElse(""))
            .scopeSeparator(options.scopeSeparator())
            .bodyFormat(options.bodyFormat())
            .revocationAuthentication(options.revocationAuthentication());
    options.resources().forEach(resource -> draft.resource(resource.toString()));
    options.parameterNames().forEach(name -> draft.parameter(name, ""));
    options.headerNames().forEach(name -> draft.header(name, ""));
    return draft.build();
  }

  Builder toBuilder() {
    return draft.copy();
  }

  String audience() {
    return draft.audience;
  }

  List<String> resources() {
    return List.copyOf(draft.resources);
  }

  ScopeSeparator scopeSeparator() {
    return draft.scopeSeparator;
  }

  BodyFormat bodyFormat() {
    return draft.bodyFormat;
  }

  RevocationAuthentication revocationAuthentication() {
    return draft.revocationAuthentication;
  }

  /** Returns the extra parameters; null is a value that is kept. */
  Map<String, @Nullable Secret> parameters() {
    return Collections.unmodifiableMap(draft.parameters);
  }

  /** Returns the extra headers; null is a value that is kept. */
  Map<String, @Nullable Secret> headers() {
    return Collections.unmodifiableMap(draft.headers);
  }

  /** Returns nothing of what was typed. */
  @Override
  public String toString() {
    return "RequestSettings";
  }

  /** Collects what is typed. An empty text is the same as none. Not thread-safe. */
  public static final class Builder {

    private String audience = "";
    private List<String> resources = new ArrayList<>();
    private ScopeSeparator scopeSeparator = ScopeSeparator.SPACE;
    private BodyFormat bodyFormat = BodyFormat.FORM;
    private RevocationAuthentication revocationAuthentication = RevocationAuthentication.SAME;
    private Map<String, @Nullable Secret> parameters = new TreeMap<>();
    private Map<String, @Nullable Secret> headers = new TreeMap<>();

    private Builder() {}

    /** Sets the {@code audience} to ask for. */
    public Builder audience(String audience) {
      this.audience = Objects.requireNonNull(audience, "audience");
      return this;
    }

    /**
     * Adds a {@code resource} to ask for (RFC 8707 section 2): an absolute URI without a fragment,
     * sent as a parameter of its own.
     */
    public Builder resource(String uri) {
      resources.add(Objects.requireNonNull(uri, "uri"));
      return this;
    }

    /** Takes away all resources that were added. */
    public Builder noResources() {
      resources.clear();
      return this;
    }

    /**
     * Sets what stands between the tokens of a scope, in requests and in answers; a space unless
     * set.
     */
    public Builder scopeSeparator(ScopeSeparator separator) {
      this.scopeSeparator = Objects.requireNonNull(separator, "separator");
      return this;
    }

    /** Sets how the parameters are written; as a form unless set. */
    public Builder bodyFormat(BodyFormat format) {
      this.bodyFormat = Objects.requireNonNull(format, "format");
      return this;
    }

    /** Sets how the client authenticates at the revocation endpoint; the same way unless set. */
    public Builder revocationAuthentication(RevocationAuthentication method) {
      this.revocationAuthentication = Objects.requireNonNull(method, "method");
      return this;
    }

    /**
     * Sets an extra parameter of the token request. The value counts as a secret: it is sealed,
     * never shown, and kept by an edit that gives it no new one as the client secret is. At most 20
     * of at most 4,096 bytes each; parameters that OAuth itself uses are refused.
     */
    public Builder parameter(String name, String value) {
      parameters.put(name, value.isEmpty() ? null : Secret.of(value));
      return this;
    }

    /** Takes an extra parameter away. */
    public Builder noParameter(String name) {
      parameters.remove(name);
      return this;
    }

    /**
     * Sets an extra header of the requests to the token and revocation endpoints. The value counts
     * as a secret, as a parameter's does. At most 20 of at most 4,096 visible ASCII characters
     * each; headers that HTTP or OAuth itself uses are refused.
     */
    public Builder header(String name, String value) {
      headers.put(name, value.isEmpty() ? null : Secret.of(value));
      return this;
    }

    /** Takes an extra header away. */
    public Builder noHeader(String name) {
      headers.remove(name);
      return this;
    }

    RequestSettings build() {
      return new RequestSettings(copy());
    }

    private Builder copy() {
      Builder copy = new Builder();
      copy.audience = audience;
      copy.resources = new ArrayList<>(resources);
      copy.scopeSeparator = scopeSeparator;
      copy.bodyFormat = bodyFormat;
      copy.revocationAuthentication = revocationAuthentication;
      copy.parameters = new TreeMap<>(parameters);
      copy.headers = new TreeMap<>(headers);
      return copy;
    }
  }
}
