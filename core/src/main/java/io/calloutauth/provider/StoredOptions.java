package io.calloutauth.provider;

import io.calloutauth.oauth.RenewalRules;
import io.calloutauth.oauth.RequestOptions;
import io.calloutauth.oauth.ResponseOptions;
import java.net.URI;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The part of the stored settings that says how requests and responses stray from the standards.
 * What does not stray is not there: rows from before an option was invented read as the standard.
 */
final class StoredOptions {

  private static final Set<String> OF_REQUESTS =
      keys(
          Setting.AUDIENCE,
          Setting.RESOURCES,
          Setting.SCOPE_SEPARATOR,
          Setting.BODY_FORMAT,
          Setting.REVOCATION_AUTHENTICATION,
          Setting.PARAMETERS,
          Setting.HEADERS);
  private static final Set<String> OF_ANSWERS =
      keys(
          Setting.LIFETIME_UNIT,
          Setting.TOKEN_TYPE_ALIASES,
          Setting.TOKEN_POINTER,
          Setting.TOKEN_TYPE_POINTER,
          Setting.LIFETIME_POINTER);

  private final Map<String, String> map;

  StoredOptions(Map<String, String> map) {
    this.map = map;
  }

  private static Set<String> keys(Setting... settings) {
    return Arrays.stream(settings).map(Setting::key).collect(Collectors.toUnmodifiableSet());
  }

  void write(RequestOptions options) {
    RequestOptions standard = RequestOptions.STANDARD;
    options.audience().ifPresent(audience -> map.put(Setting.AUDIENCE.key(), audience));
    write(Setting.RESOURCES, options.resources().stream().map(URI::toString).toList());
    write(Setting.SCOPE_SEPARATOR, options.scopeSeparator(), standard.scopeSeparator());
    write(Setting.BODY_FORMAT, options.bodyFormat(), standard.bodyFormat());
    write(
        Setting.REVOCATION_AUTHENTICATION,
        options.revocationAuthentication(),
        standard.revocationAuthentication());
    write(Setting.PARAMETERS, options.parameterNames());
    write(Setting.HEADERS, options.headerNames());
  }

  void write(ResponseOptions options) {
    ResponseOptions standard = ResponseOptions.STANDARD;
    write(Setting.LIFETIME_UNIT, options.lifetimeUnit(), standard.lifetimeUnit());
    write(Setting.TOKEN_TYPE_ALIASES, options.tokenTypeAliases().stream().sorted().toList());
    options.tokenPointer().ifPresent(pointer -> map.put(Setting.TOKEN_POINTER.key(), pointer));
    options
        .tokenTypePointer()
        .ifPresent(pointer -> map.put(Setting.TOKEN_TYPE_POINTER.key(), pointer));
    options
        .lifetimePointer()
        .ifPresent(pointer -> map.put(Setting.LIFETIME_POINTER.key(), pointer));
  }

  void write(RenewalRules rules) {
    write(
        Setting.RENEWAL_STATUSES, rules.statuses().stream().sorted().map(String::valueOf).toList());
    rules
        .body()
        .ifPresent(
            body -> {
              map.put(Setting.RENEWAL_POINTER.key(), body.pointer());
              write(Setting.RENEWAL_VALUES, body.values());
            });
  }

  RenewalRules renewal() {
    Set<Integer> statuses =
        list(Setting.RENEWAL_STATUSES).stream().map(Integer::valueOf).collect(Collectors.toSet());
    String pointer = map.get(Setting.RENEWAL_POINTER.key());
    return RenewalRules.of(
        statuses,
        pointer == null ? null : RenewalRules.Body.of(pointer, list(Setting.RENEWAL_VALUES)));
  }

  private void write(Setting setting, Enum<?> value, Enum<?> standard) {
    String text = text(value, standard);
    if (!text.isEmpty()) {
      map.put(setting.key(), text);
    }
  }

  /** Returns what is stored of a value; empty for the standard. */
  static String text(Enum<?> value, Enum<?> standard) {
    return value == standard ? "" : value.name();
  }

  /** No value holds a line break. */
  private void write(Setting setting, List<String> values) {
    if (!values.isEmpty()) {
      map.put(setting.key(), String.join("\n", values));
    }
  }

  RequestOptions requests() {
    RequestOptions standard = RequestOptions.STANDARD;
    if (Collections.disjoint(map.keySet(), OF_REQUESTS)) {
      return standard; // one for all providers, where nothing strays
    }
    return RequestOptions.builder()
        .audience(map.get(Setting.AUDIENCE.key()))
        .resources(list(Setting.RESOURCES).stream().map(URI::create).toList())
        .scopeSeparator(read(Setting.SCOPE_SEPARATOR, standard.scopeSeparator()))
        .bodyFormat(read(Setting.BODY_FORMAT, standard.bodyFormat()))
        .revocationAuthentication(
            read(Setting.REVOCATION_AUTHENTICATION, standard.revocationAuthentication()))
        .parameterNames(list(Setting.PARAMETERS))
        .headerNames(list(Setting.HEADERS))
        .build();
  }

  ResponseOptions responses() {
    if (Collections.disjoint(map.keySet(), OF_ANSWERS)) {
      return ResponseOptions.STANDARD;
    }
    return ResponseOptions.builder()
        .lifetimeUnit(read(Setting.LIFETIME_UNIT, ResponseOptions.STANDARD.lifetimeUnit()))
        .tokenTypeAliases(Set.copyOf(list(Setting.TOKEN_TYPE_ALIASES)))
        .tokenPointer(map.get(Setting.TOKEN_POINTER.key()))
        .tokenTypePointer(map.get(Setting.TOKEN_TYPE_POINTER.key()))
        .lifetimePointer(map.get(Setting.LIFETIME_POINTER.key()))
        .build();
  }

  private List<String> list(Setting setting) {
    String value = map.get(setting.key());
    return value == null ? List.of() : List.of(value.split("\n", -1));
  }

  private <E extends Enum<E>> E read(Setting setting, E standard) {
    String value = map.get(setting.key());
    if (value == null) {
      return standard;
    }
    try {
      return Enum.valueOf(standard.getDeclaringClass(), value);
    } catch (IllegalArgumentException unknown) {
      throw new IllegalStateException(
          "this version does not know the stored " + setting.key(), unknown);
    }
  }

  @Override
  public String toString() {
    return "StoredOptions" + map.keySet();
  }
}
