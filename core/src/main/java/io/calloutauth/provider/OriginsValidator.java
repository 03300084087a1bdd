package io.calloutauth.provider;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.Origin;
import io.calloutauth.endpoint.Origins;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Judges where a draft lets the token go. */
final class OriginsValidator {

  private static final int MOST = 100;

  private final EndpointPolicy policy;
  private final String tenant;
  private final FieldProblems problems;

  OriginsValidator(EndpointPolicy policy, String tenant, FieldProblems problems) {
    this.policy = policy;
    this.tenant = tenant;
    this.problems = problems;
  }

  /**
   * Returns the origins that could be read.
   *
   * @param test the test endpoint, which must be at one of them, or null when there is none
   */
  Origins origins(List<String> typed, @Nullable Endpoint test) {
    Origins origins = typed.contains(Origins.ANY_TEXT) ? any(typed) : listed(typed);
    boolean readable = !problems.has(ProviderField.ORIGINS);
    if (readable && test != null && !origins.contains(test.origin())) {
      problems.add(
          ProviderField.TEST_ENDPOINT, "must be of one of the origins that the token may go to");
    }
    return origins;
  }

  private Origins any(List<String> typed) {
    if (typed.size() > 1) {
      problems.add(
          ProviderField.ORIGINS, "must be either * for any https target, or a list, but not both");
    }
    return Origins.ANY;
  }

  /** Where a token may go is said, never assumed. */
  private Origins listed(List<String> typed) {
    List<Optional<Origin>> read = typed.stream().limit(MOST).map(this::origin).distinct().toList();
    if (typed.isEmpty()) {
      problems.add(
          ProviderField.ORIGINS,
          "must say where the token may go: list origins such as https://api.example.com,"
              + " or say * (anyOrigin() in code) for any https target");
    } else if (read.contains(Optional.<Origin>empty()) || typed.size() > MOST) {
      problems.add(
          ProviderField.ORIGINS,
          "must be at most 100 of the form https://host or https://host:port, without a path");
    }
    return Origins.of(read.stream().flatMap(Optional::stream).toList());
  }

  /** The host's own targets may be where its endpoints must not be: only the form is judged. */
  private Optional<Origin> origin(String typed) {
    return httpsOrigin(typed).or(() -> relaxedOrigin(typed));
  }

  /** Plain http where the host's code allows it. */
  private Optional<Origin> relaxedOrigin(String typed) {
    return Optional.ofNullable(policy.check(tenant, typed).endpoint())
        .filter(read -> read.pathAndQuery().equals("/"))
        .map(Endpoint::origin);
  }

  private static Optional<Origin> httpsOrigin(String typed) {
    try {
      URI url = new URI(typed);
      boolean bare =
          "https".equalsIgnoreCase(url.getScheme())
              && url.getHost() != null
              && url.getRawUserInfo() == null
              && (url.getRawPath().isEmpty() || url.getRawPath().equals("/"))
              && url.getRawQuery() == null
              && url.getRawFragment() == null;
      return bare ? Optional.of(Origin.of(url)) : Optional.empty();
    } catch (URISyntaxException | NumberFormatException unreadable) {
      // The JDK's parser lets the latter out for a literal with a number that is too long.
      return Optional.empty();
    }
  }
}
