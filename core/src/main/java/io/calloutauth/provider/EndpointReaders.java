package io.calloutauth.provider;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.endpoint.EndpointCheck;
import io.calloutauth.endpoint.EndpointPolicy;
import io.calloutauth.endpoint.Origin;
import io.calloutauth.endpoint.Origins;
import io.calloutauth.oauth.ExtraNames;
import io.calloutauth.provider.FieldProblem.Reason;
import io.calloutauth.provider.Setting.Reading;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Validators of typed URLs: endpoints, as the policy judges their text, origins and resources. */
final class EndpointReaders {

  private static final int ORIGINS_MOST = 100;
  private static final int PORTS = 65_535;
  private static final int RESOURCES_MOST = 20;
  private static final int RESOURCE_MOST = 1_024;
  private static final Pattern DOT_SEGMENT = Pattern.compile("/(?:\\.|%2[Ee]){1,2}(?:/|$)");

  private EndpointReaders() {}

  static Reading<String> endpoint(String typed, EndpointPolicy policy, String tenant) {
    String url = typed.strip();
    if (url.isEmpty()) {
      return new Reading<>(url, null);
    }
    EndpointCheck check = policy.check(tenant, url);
    return new Reading<>(
        url, check.refusal() == null ? null : Reason.of(check.refusal(), check.refusal().text()));
  }

  /** Nobody goes there but for its metadata: it is a name, and kept as it is typed. */
  static Reading<String> issuer(String typed, EndpointPolicy policy, String tenant) {
    Reading<String> read = endpoint(typed, policy, tenant);
    if (read.problem() != null || read.value().isEmpty()) {
      return read;
    }
    if (read.value().contains("/.well-known/")) {
      return new Reading<>(
          read.value(),
          Reason.of(
              "metadata_url",
              "must be the issuer and not the URL of its metadata: type what the metadata names"
                  + " issuer, such as https://login.example.com"));
    }
    return SettingReaders.judged(
        read.value(),
        read.value().indexOf('?') < 0 && !DOT_SEGMENT.matcher(read.value()).find(),
        Reason.of(
            "not_an_issuer",
            "must be a URL without a query and without . or .. in its path (RFC 8414 section 2)"));
  }

  /** What a server's papers show first is its issuer: it has no path, or its metadata's. */
  static Reading<String> tokenEndpoint(String typed, EndpointPolicy policy, String tenant) {
    Reading<String> read = endpoint(typed, policy, tenant);
    if (read.problem() != null || read.value().isEmpty()) {
      return read;
    }
    Endpoint endpoint = policy.check(tenant, read.value()).endpoint();
    String path = endpoint == null ? "" : endpoint.pathAndQuery();
    return SettingReaders.judged(
        read.value(),
        !path.equals("/") && !path.startsWith("/?") && !path.contains("/.well-known/"),
        Reason.of(
            "issuer_url",
            "must be the token endpoint and not the issuer: type the URL that the server's metadata"
                + " names token_endpoint, such as https://login.example.com/oauth2/token"));
  }

  /** Its query is a part of every request to it (RFC 6749 section 3.1). */
  static Reading<String> authorizationEndpoint(String typed, EndpointPolicy policy, String tenant) {
    Reading<String> read = endpoint(typed, policy, tenant);
    if (read.problem() != null || read.value().isEmpty()) {
      return read;
    }
    int query = read.value().indexOf('?');
    return SettingReaders.judged(
        read.value(),
        query < 0
            || Arrays.stream(read.value().substring(query + 1).split("&", -1))
                .map(parameter -> parameter.replaceFirst("=.*", ""))
                .allMatch(ExtraNames::isAuthorizationParameter),
        Reason.of(
            "bad_query",
            "must have in its query only names of letters, digits, dots, hyphens and underscores,"
                + " and none that each request has of its own, such as client_id"));
  }

  /** Where a token may go is said, never assumed. */
  static Reading<List<String>> origins(List<String> typed, EndpointPolicy policy, String tenant) {
    if (typed.contains(Origins.ANY_TEXT)) {
      return SettingReaders.judged(
          List.of(Origins.ANY_TEXT),
          typed.size() == 1,
          Reason.of(
              "any_and_listed", "must be either * for any https target, or a list, but not both"));
    }
    List<Optional<Origin>> read =
        typed.stream()
            .limit(ORIGINS_MOST)
            .map(text -> origin(text.strip(), policy, tenant))
            .distinct()
            .toList();
    List<String> origins = read.stream().flatMap(Optional::stream).map(Origin::toString).toList();
    if (typed.isEmpty()) {
      return new Reading<>(
          origins,
          Reason.of(
              "missing",
              "must say where the token may go: list origins such as https://api.example.com,"
                  + " or say * (anyOrigin() in code) for any https target"));
    }
    return SettingReaders.judged(
        origins,
        !read.contains(Optional.<Origin>empty()) && typed.size() <= ORIGINS_MOST,
        Reason.of(
                "not_origins",
                "must be at most 100 of the form https://host or https://host:port, without a path")
            .with("most", ORIGINS_MOST));
  }

  /** The host's own targets may be where its endpoints must not be: only the form is judged. */
  private static Optional<Origin> origin(String typed, EndpointPolicy policy, String tenant) {
    return httpsOrigin(typed).or(() -> relaxedOrigin(typed, policy, tenant));
  }

  /** Plain http where the host's code allows it. */
  private static Optional<Origin> relaxedOrigin(
      String typed, EndpointPolicy policy, String tenant) {
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
              && url.getPort() != 0
              && url.getPort() <= PORTS
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

  static Reading<List<String>> resources(List<String> typed, EndpointPolicy policy, String tenant) {
    List<String> resources = typed.stream().map(String::strip).distinct().toList();
    return SettingReaders.judged(
        resources,
        resources.size() <= RESOURCES_MOST
            && resources.stream().allMatch(EndpointReaders::isResource),
        Reason.of(
                "not_uris",
                "must be at most 20 absolute URIs without a fragment, each of at most 1,024"
                    + " characters")
            .with("most", RESOURCES_MOST));
  }

  private static boolean isResource(String text) {
    try {
      URI uri = new URI(text);
      return text.length() <= RESOURCE_MOST
          && uri.isAbsolute()
          && uri.getRawFragment() == null
          && uri.toASCIIString().equals(text);
    } catch (URISyntaxException unreadable) {
      return false;
    }
  }

  /** Returns the URIs that stored texts are of. */
  static List<URI> uris(List<String> texts) {
    return texts.stream().map(URI::create).toList();
  }
}
