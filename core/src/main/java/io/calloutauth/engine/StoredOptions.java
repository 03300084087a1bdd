package io.calloutauth.engine;

import io.calloutauth.client.AnswerOptions;
import io.calloutauth.client.RequestOptions;
import java.net.URI;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of the stored settings that says how requests and answers stray from the standards. What
 * does not stray is not there: rows from before an option was invented read as the standard.
 */
final class StoredOptions {

  private static final String AUDIENCE = "audience";
  private static final String RESOURCES = "resources";
  private static final String SCOPE_SEPARATOR = "scope_separator";
  private static final String BODY_FORMAT = "body_format";
  static final String REVOCATION_AUTHENTICATION = "revocation_authentication";
  private static final String PARAMETERS = "parameters";
  private static final String HEADERS = "headers";
  private static final String LIFETIME_UNIT = "lifetime_unit";
  private static final String TOKEN_TYPE_ALIASES = "token_type_aliases";

  private static final String TOKEN_POINTER = "token_pointer";
  private static final String TOKEN_TYPE_POINTER = "token_type_pointer";
  private static final String LIFETIME_POINTER = "lifetime_pointer";

  private static final Set<String> OF_REQUESTS =
      Set.of(
          AUDIENCE,
          RESOURCES,
          SCOPE_SEPARATOR,
          BODY_FORMAT,
          REVOCATION_AUTHENTICATION,
          PARAMETERS,
          HEADERS);
  private static final Set<String> OF_ANSWERS =
      Set.of(
          LIFETIME_UNIT, TOKEN_TYPE_ALIASES, TOKEN_POINTER, TOKEN_TYPE_POINTER, LIFETIME_POINTER);

  private final Map<String, String> map;

  StoredOptions(Map<String, String> map) {
    this.map = map;
  }

  void write(RequestOptions options) {
    RequestOptions standard = RequestOptions.STANDARD;
    options.audience().ifPresent(audience -> map.put(AUDIENCE, audience));
    write(RESOURCES, options.resources().stream().map(URI::toString).toList());
    write(SCOPE_SEPARATOR, options.scopeSeparator(), standard.scopeSeparator());
    write(BODY_FORMAT, options.bodyFormat(), standard.bodyFormat());
    write(
        REVOCATION_AUTHENTICATION,
        options.revocationAuthentication(),
        standard.revocationAuthentication());
    write(PARAMETERS, options.parameterNames());
    write(HEADERS, options.headerNames());
  }

  void write(AnswerOptions options) {
    AnswerOptions standard = AnswerOptions.STANDARD;
    write(LIFETIME_UNIT, options.lifetimeUnit(), standard.lifetimeUnit());
    write(TOKEN_TYPE_ALIASES, options.tokenTypeAliases().stream().sorted().toList());
    options.tokenPointer().ifPresent(pointer -> map.put(TOKEN_POINTER, pointer));
    options.tokenTypePointer().ifPresent(pointer -> map.put(TOKEN_TYPE_POINTER, pointer));
    options.lifetimePointer().ifPresent(pointer -> map.put(LIFETIME_POINTER, pointer));
  }

  private void write(String key, Enum<?> value, Enum<?> standard) {
    if (value != standard) {
      map.put(key, value.name());
    }
  }

  /** No value holds a line break. */
  private void write(String key, List<String> values) {
    if (!values.isEmpty()) {
      map.put(key, String.join("\n", values));
    }
  }

  RequestOptions requests() {
    RequestOptions standard = RequestOptions.STANDARD;
    if (Collections.disjoint(map.keySet(), OF_REQUESTS)) {
      return standard; // one for all providers, where nothing strays
    }
    return RequestOptions.builder()
        .audience(map.get(AUDIENCE))
        .resources(list(RESOURCES).stream().map(URI::create).toList())
        .scopeSeparator(read(SCOPE_SEPARATOR, standard.scopeSeparator()))
        .bodyFormat(read(BODY_FORMAT, standard.bodyFormat()))
        .revocationAuthentication(
            read(REVOCATION_AUTHENTICATION, standard.revocationAuthentication()))
        .parameterNames(list(PARAMETERS))
        .headerNames(list(HEADERS))
        .build();
  }

  AnswerOptions answers() {
    if (Collections.disjoint(map.keySet(), OF_ANSWERS)) {
      return AnswerOptions.STANDARD;
    }
    return AnswerOptions.builder()
        .lifetimeUnit(read(LIFETIME_UNIT, AnswerOptions.STANDARD.lifetimeUnit()))
        .tokenTypeAliases(Set.copyOf(list(TOKEN_TYPE_ALIASES)))
        .tokenPointer(map.get(TOKEN_POINTER))
        .tokenTypePointer(map.get(TOKEN_TYPE_POINTER))
        .lifetimePointer(map.get(LIFETIME_POINTER))
        .build();
  }

  private List<String> list(String key) {
    String value = map.get(key);
    return value == null ? List.of() : List.of(value.split("\n", -1));
  }

  private <E extends Enum<E>> E read(String key, E standard) {
    String value = map.get(key);
    if (value == null) {
      return standard;
    }
    try {
      return Enum.valueOf(standard.getDeclaringClass(), value);
    } catch (IllegalArgumentException unknown) {
      throw new IllegalStateException("this version does not know the stored " + key, unknown);
    }
  }

  @Override
  public String toString() {
    return "StoredOptions" + map.keySet();
  }
}
