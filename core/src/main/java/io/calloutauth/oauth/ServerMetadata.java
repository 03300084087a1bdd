package io.calloutauth.oauth;

import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The metadata of an authorization server (RFC 8414 section 2), as far as it is used here. The
 * server wrote it, and nothing but its issuer has been compared with anything. Immutable and
 * thread-safe.
 *
 * @param issuer what the server calls itself: what was asked for, character by character
 * @param endpoints the endpoints among {@link #ENDPOINTS}, by their members: any text
 * @param aliases the endpoints for clients that show a certificate in TLS, where they are others:
 *     {@code mtls_endpoint_aliases} of RFC 8705 section 5
 * @param issuerInResponses whether each authorization response names the issuer (RFC 9207)
 * @param offers what the server says that it supports. What it does not say is not there
 */
public record ServerMetadata(
    String issuer,
    Map<String, String> endpoints,
    Map<String, String> aliases,
    boolean issuerInResponses,
    Map<Offer, List<String>> offers)
    implements MetadataResult {

  /** The members that are read as endpoints. Settings that are filled with them have their name. */
  public static final List<String> ENDPOINTS =
      List.of(
          "token_endpoint",
          "revocation_endpoint",
          "introspection_endpoint",
          "authorization_endpoint",
          "pushed_authorization_request_endpoint");

  /** Copies the maps. */
  public ServerMetadata {
    endpoints = Map.copyOf(endpoints);
    aliases = Map.copyOf(aliases);
    Map<Offer, List<String>> copies = new EnumMap<>(Offer.class);
    offers.forEach((offer, values) -> copies.put(offer, List.copyOf(values)));
    offers = Collections.unmodifiableMap(copies);
  }

  /**
   * A list of what a server supports. Its values are visible ASCII, without quotes, as a scope is:
   * of each at most 200 characters, and at most 100 of them.
   */
  public enum Offer {
    /** Grant types. */
    GRANT_TYPES("grant_types_supported"),
    /** Client authentications at the token endpoint. */
    CLIENT_AUTHENTICATIONS("token_endpoint_auth_methods_supported"),
    /** Client authentications at the revocation endpoint. */
    REVOCATION_AUTHENTICATIONS("revocation_endpoint_auth_methods_supported"),
    /** Algorithms that a client may sign assertions with at the token endpoint. */
    SIGNING_ALGORITHMS("token_endpoint_auth_signing_alg_values_supported"),
    /** Methods of code challenges (RFC 7636): a server that lists none may take any or none. */
    CODE_CHALLENGE_METHODS("code_challenge_methods_supported"),
    /** Scope tokens: the server may leave some out (RFC 8414 section 2). */
    SCOPES("scopes_supported");

    private final String member;

    Offer(String member) {
      this.member = member;
    }

    /** Returns the member that it is in. */
    public String member() {
      return member;
    }
  }

  /** Returns the endpoints for clients that show a certificate in TLS, or for all others. */
  public Map<String, String> endpoints(boolean showingCertificate) {
    Map<String, String> all = new HashMap<>(endpoints);
    if (showingCertificate) {
      all.putAll(aliases);
    }
    return Map.copyOf(all);
  }

  /** Returns the issuer. */
  @Override
  public String toString() {
    return "ServerMetadata[" + issuer + "]";
  }
}
