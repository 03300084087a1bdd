package io.calloutauth.client;

import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.json.JsonException;
import io.calloutauth.json.JsonReader;
import io.calloutauth.json.JsonValue;
import io.calloutauth.oauth.MetadataError;
import io.calloutauth.oauth.MetadataFailure;
import io.calloutauth.oauth.MetadataResult;
import io.calloutauth.oauth.ServerMetadata;
import io.calloutauth.oauth.ServerMetadata.Offer;
import io.calloutauth.oauth.TokenWarning;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Parses authorization server metadata (RFC 8414 section 3.2). It reads the few members that are
 * used here by itself: the SDK's AuthorizationServerMetadata refuses a whole document for members
 * that nobody asked about, and takes a member that is there twice.
 */
final class MetadataResponseParser {

  /** Servers list every algorithm that they know, often: 300 members in all are not rare. */
  private static final int MOST_MEMBERS = 4_096;

  /** The endpoints of clients that show a certificate in TLS (RFC 8705 section 5). */
  private static final String ALIASES = "mtls_endpoint_aliases";

  private static final int MOST_VALUES = 100;
  private static final Pattern VALUE = Pattern.compile("[!-~&&[^\"\\\\]]{1,200}");

  private MetadataResponseParser() {}

  /**
   * Returns the metadata, or why there is none that may be used.
   *
   * @param asked where the document was asked for
   * @param issuer what the document must call its issuer, character by character
   */
  static MetadataResult parse(HttpResult response, Endpoint asked, String issuer) {
    Optional<HttpFailure> failure = response.failure();
    if (failure.filter(HttpFailure::isOfTheNetwork).isPresent()) {
      return MetadataFailure.unreachable(response.detail());
    }
    if (response.hasStatusOfClass(3)) {
      String target = response.redirectTarget(asked).orElse(null);
      return MetadataFailure.redirected(response.status(), target);
    }
    if (failure.isPresent() && (response.status() == 0 || response.status() == 200)) {
      boolean unread = failure.get() == HttpFailure.NOT_HTTP;
      MetadataError error = unread ? MetadataError.NOT_JSON : MetadataError.TOO_LARGE;
      return MetadataFailure.of(error, response.status());
    }
    return response.status() == 200
        ? read(response, issuer)
        : MetadataFailure.of(error(response), response.status());
  }

  private static MetadataError error(HttpResult response) {
    return switch (response.status()) {
      case 404, 410 -> MetadataError.NOT_FOUND;
      case 429, 503 -> MetadataError.THROTTLED;
      default ->
          response.isServerFailure()
              ? MetadataError.SERVER_UNAVAILABLE
              : MetadataError.UNEXPECTED_STATUS;
    };
  }

  private static MetadataResult read(HttpResult response, String issuer) {
    try {
      String text = BodyText.decode(response, EnumSet.noneOf(TokenWarning.class));
      return read(JsonReader.readObject(text, MOST_MEMBERS), issuer);
    } catch (JsonException unreadable) {
      return MetadataFailure.of(error(unreadable), 200);
    } catch (UnreadableResponseException noText) {
      return MetadataFailure.of(MetadataError.NOT_JSON, 200);
    }
  }

  private static MetadataError error(JsonException unreadable) {
    return switch (unreadable.problem()) {
      case MALFORMED, ENDS_EARLY -> MetadataError.NOT_JSON;
      case DUPLICATE_MEMBER -> MetadataError.DUPLICATE_MEMBER;
      case TOO_DEEP, TOO_MANY_MEMBERS -> MetadataError.TOO_LARGE;
    };
  }

  /** Whose document it is comes first: nothing else of another's is looked at. */
  private static MetadataResult read(JsonValue document, String issuer) {
    Optional<String> named = document.text("issuer");
    if (named.isEmpty()) {
      return MetadataFailure.of(MetadataError.MALFORMED_METADATA, 200);
    }
    if (!named.get().equals(issuer)) {
      return MetadataFailure.otherIssuer(named.get());
    }
    Optional<Map<String, String>> endpoints = endpoints(document);
    return endpoints.isEmpty()
        ? MetadataFailure.of(MetadataError.MALFORMED_METADATA, 200)
        : new ServerMetadata(
            issuer,
            endpoints.get(),
            aliases(document),
            document
                .member("authorization_response_iss_parameter_supported")
                .filter(flag -> flag.is(JsonValue.Kind.TRUE))
                .isPresent(),
            offers(document));
  }

  /** Aliases that cannot be read count as none: most clients need none. */
  private static Map<String, String> aliases(JsonValue document) {
    return document.member(ALIASES).flatMap(MetadataResponseParser::endpoints).orElse(Map.of());
  }

  /** Returns the endpoints that an object names; empty where one of them is no text. */
  private static Optional<Map<String, String>> endpoints(JsonValue object) {
    Map<String, String> endpoints = new HashMap<>();
    for (String member : ServerMetadata.ENDPOINTS) {
      Optional<JsonValue> endpoint = object.member(member);
      if (endpoint.filter(value -> !value.is(JsonValue.Kind.STRING)).isPresent()) {
        return Optional.empty();
      }
      endpoint.ifPresent(value -> endpoints.put(member, value.text()));
    }
    return Optional.of(endpoints);
  }

  private static Map<Offer, List<String>> offers(JsonValue document) {
    Map<Offer, List<String>> offers = new EnumMap<>(Offer.class);
    for (Offer offer : Offer.values()) {
      document
          .member(offer.member())
          .filter(list -> list.is(JsonValue.Kind.ARRAY))
          .ifPresent(list -> offers.put(offer, values(list)));
    }
    return offers;
  }

  /** Whatever else stands there is nothing that could be chosen. */
  private static List<String> values(JsonValue list) {
    return list.elements().stream()
        .filter(value -> value.is(JsonValue.Kind.STRING))
        .map(JsonValue::text)
        .filter(text -> VALUE.matcher(text).matches())
        .distinct()
        .limit(MOST_VALUES)
        .toList();
  }
}
