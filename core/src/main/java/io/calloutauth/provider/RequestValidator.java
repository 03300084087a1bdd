package io.calloutauth.provider;

import io.calloutauth.oauth.ExtraNames;
import io.calloutauth.oauth.RequestOptions;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Judges what a draft says about token requests. */
final class RequestValidator {

  private static final int AUDIENCE_MOST = 1_024;
  private static final int RESOURCES_MOST = 20;
  private static final int RESOURCE_MOST = 1_024;

  private final FieldProblems problems;

  RequestValidator(FieldProblems problems) {
    this.problems = problems;
  }

  /** Returns the options; what is wrong is noted, and left out of them. */
  RequestOptions options(RequestSettings draft) {
    return RequestOptions.builder()
        .audience(audience(draft.audience()))
        .resources(resources(draft.resources()))
        .scopeSeparator(draft.scopeSeparator())
        .bodyFormat(draft.bodyFormat())
        .revocationAuthentication(draft.revocationAuthentication())
        .parameterNames(parameters(draft.parameters().keySet()))
        .headerNames(headers(draft.headers().keySet()))
        .build();
  }

  private @Nullable String audience(String typed) {
    if (typed.length() > AUDIENCE_MOST) {
      problems.add(ProviderField.AUDIENCE, "must have at most 1,024 characters");
    } else if (!TypedText.isPlain(typed)) {
      problems.add(ProviderField.AUDIENCE, "must not contain control characters");
    }
    return typed.isEmpty() ? null : typed;
  }

  private List<String> parameters(Set<String> typed) {
    List<String> good = typed.stream().filter(ExtraNames::isParameter).toList();
    if (good.size() < typed.size() || typed.size() > ExtraNames.MOST) {
      problems.add(
          ProviderField.PARAMETERS,
          "must be at most 20 with names of up to 50 letters, digits, dots, hyphens and"
              + " underscores, other than those that have a setting of their own");
    }
    return good;
  }

  private List<String> headers(Set<String> typed) {
    List<String> good = typed.stream().filter(ExtraNames::isHeader).toList();
    if (good.size() < typed.size() || typed.size() > ExtraNames.MOST || !ExtraNames.differ(typed)) {
      problems.add(
          ProviderField.HEADERS,
          "must be at most 20 with different names of up to 50 characters, other than those that"
              + " HTTP, OAuth, proxies and metadata services use");
    }
    return good;
  }

  private List<URI> resources(List<String> typed) {
    List<Optional<URI>> read =
        typed.stream().limit(RESOURCES_MOST).map(RequestValidator::resource).distinct().toList();
    if (read.contains(Optional.<URI>empty()) || typed.size() > RESOURCES_MOST) {
      problems.add(
          ProviderField.RESOURCES,
          "must be at most 20 absolute URIs without a fragment, each of at most 1,024 characters");
    }
    return read.stream().flatMap(Optional::stream).toList();
  }

  private static Optional<URI> resource(String typed) {
    try {
      URI uri = new URI(typed);
      boolean good =
          typed.length() <= RESOURCE_MOST
              && uri.isAbsolute()
              && uri.getRawFragment() == null
              && uri.toASCIIString().equals(typed);
      return good ? Optional.of(uri) : Optional.empty();
    } catch (URISyntaxException unreadable) {
      return Optional.empty();
    }
  }
}
