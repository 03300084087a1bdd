package io.calloutauth.oauth;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An authorization response as a browser brought it (RFC 6749 section 4.1.2, RFC 9207): anybody may
 * have written it. Immutable and thread-safe; hides all of it in {@code toString()}.
 */
public final class AuthorizationResponse {

  private static final int LONGEST_QUERY = 64 * 1024;
  private static final int LONGEST_DESCRIPTION = 500;
  private static final Set<String> READ =
      Set.of("state", "code", "error", "error_description", "error_uri", "iss");

  /** The characters of RFC 6749 appendix A.7. */
  private static final Pattern ERROR = Pattern.compile("[ -~&&[^\"\\\\]]{1,100}");

  private static final Pattern DOTS = Pattern.compile("(?i)(\\.|%2e){1,2}");
  private static final Pattern CONTROLS = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");

  private final String path;
  private final Map<String, String> parameters;
  private final @Nullable AuthorizationError flaw;

  private AuthorizationResponse(
      String path, Map<String, String> parameters, @Nullable AuthorizationError flaw) {
    this.path = path;
    this.parameters = Map.copyOf(parameters);
    this.flaw = flaw;
  }

  /**
   * Tells whether a response to a redirect URI comes back as it was sent: browsers take dot
   * segments out of a path (RFC 3986 section 5.2.4), and a parameter of a response must be there
   * once.
   */
  public static boolean canComeTo(URI redirectUri) {
    String query = redirectUri.getRawQuery() == null ? "" : redirectUri.getRawQuery();
    return Arrays.stream(query.split("&", -1))
            .map(parameter -> parameter.split("=", 2)[0])
            .map(name -> URLDecoder.decode(name, StandardCharsets.UTF_8))
            .noneMatch(READ::contains)
        && Arrays.stream(path(redirectUri).split("/", -1))
            .noneMatch(segment -> DOTS.matcher(segment).matches());
  }

  /** A browser asks for the root where a URI has no path. */
  private static String path(URI uri) {
    return uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
  }

  /** Reads the URI that a browser asked a host for: of its parts the path and the query. */
  public static AuthorizationResponse read(URI request) {
    String query = request.getRawQuery() == null ? "" : request.getRawQuery();
    String path = path(request);
    if (query.length() > LONGEST_QUERY) {
      return new AuthorizationResponse(path, Map.of(), AuthorizationError.UNREADABLE_RESPONSE);
    }
    Map<String, String> read = new HashMap<>();
    try {
      for (String parameter : query.split("&", -1)) {
        String[] parts = parameter.split("=", 2);
        String name = URLDecoder.decode(parts[0], StandardCharsets.UTF_8);
        String value = parts.length < 2 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8);
        if (READ.contains(name) && read.put(name, value) != null) {
          return new AuthorizationResponse(path, Map.of(), AuthorizationError.AMBIGUOUS_RESPONSE);
        }
      }
    } catch (IllegalArgumentException undecodable) {
      return new AuthorizationResponse(path, Map.of(), AuthorizationError.UNREADABLE_RESPONSE);
    }
    read.values().removeIf(String::isEmpty); // RFC 6749 section 3.1: as if it were left out
    return new AuthorizationResponse(path, read, flaw(read));
  }

  private static @Nullable AuthorizationError flaw(Map<String, String> read) {
    boolean code = read.containsKey("code");
    boolean error = read.containsKey("error");
    if (code && error) {
      return AuthorizationError.AMBIGUOUS_RESPONSE;
    }
    return read.containsKey("state") && (code || error) ? null : AuthorizationError.NO_RESPONSE;
  }

  /** Returns what is wrong with it whatever was begun; empty when nothing is. */
  public Optional<AuthorizationError> flaw() {
    return Optional.ofNullable(flaw);
  }

  /** Returns the state; empty when it has none. */
  public String state() {
    return parameters.getOrDefault("state", "");
  }

  /**
   * Returns the code.
   *
   * @throws IllegalStateException when it has none
   */
  public Secret code() {
    String code = parameters.get("code");
    if (code == null) {
      throw new IllegalStateException("the response has no code");
    }
    return Secret.of(code);
  }

  /** Returns the error code, in the characters of RFC 6749; empty when there is none to show. */
  public Optional<String> error() {
    return Optional.ofNullable(parameters.get("error"))
        .filter(code -> ERROR.matcher(code).matches())
        .filter(code -> !code.contains(state()));
  }

  /**
   * Returns what it says of the error, at most 500 characters without control characters. Anybody
   * may have written it.
   */
  public Optional<String> untrustedDescription() {
    return Optional.ofNullable(parameters.get("error_description"))
        .map(text -> text.replace(state(), "***"))
        .map(text -> text.substring(0, Math.min(text.length(), LONGEST_DESCRIPTION)))
        .map(text -> CONTROLS.matcher(text).replaceAll("")) // a half that was cut as well
        .filter(text -> !text.isBlank());
  }

  /**
   * Returns why it does not complete what was begun in this login; empty when it does. The server's
   * own refusal comes last: what it says counts only if it is its own.
   *
   * @param begun what was sealed when it was begun
   * @param login the login value that it is completed in
   */
  public Optional<AuthorizationError> mismatch(
      AuthorizationRequest.Completion begun, String login, AuthorizationRequestOptions options) {
    if (!begun.isOf(state(), login)) {
      return Optional.of(AuthorizationError.OTHER_LOGIN);
    }
    if (!path.equals(path(begun.redirectUri()))) {
      return Optional.of(AuthorizationError.OTHER_REDIRECT_URI);
    }
    String issuer = parameters.get("iss");
    if (issuer == null && options.responseNamesIssuer()) {
      return Optional.of(AuthorizationError.ISSUER_MISSING);
    }
    if (issuer != null && !issuer.equals(options.issuer())) {
      return Optional.of(AuthorizationError.OTHER_ISSUER);
    }
    return parameters.containsKey("error")
        ? Optional.of(AuthorizationError.REFUSED)
        : Optional.empty();
  }

  /** Returns nothing of it. */
  @Override
  public String toString() {
    return "AuthorizationResponse[" + (flaw == null ? "read" : flaw) + "]";
  }
}
