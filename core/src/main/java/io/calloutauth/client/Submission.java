package io.calloutauth.client;

import com.nimbusds.jose.util.JSONObjectUtils;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import io.calloutauth.endpoint.Endpoint;
import io.calloutauth.oauth.BodyFormat;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Parameters and headers that become a POST. It holds secrets: {@link #toString()} hides them. Not
 * thread-safe.
 */
final class Submission {

  private static final String FORM = "application/x-www-form-urlencoded";

  private final BodyFormat format;
  private final Map<String, List<String>> parameters = new TreeMap<>();
  private final Map<String, String> headers = new HashMap<>();

  Submission(BodyFormat format) {
    this.format = format;
  }

  /** Sets a parameter; one without a value is left out (RFC 6749 section 3.2). */
  void parameter(String name, String value) {
    parameters(Map.of(name, List.of(value)));
  }

  /** Sets parameters; those without a value are left out (RFC 6749 section 3.2). */
  void parameters(Map<String, List<String>> some) {
    some.forEach(
        (name, values) -> {
          if (!values.stream().allMatch(String::isEmpty)) {
            parameters.put(name, values);
          }
        });
  }

  void header(String name, String value) {
    headers.put(name, value);
  }

  /** Returns the POST to an endpoint on behalf of a tenant. */
  HttpCall to(String tenant, Endpoint endpoint, Duration deadline) {
    headers.put("Accept", "application/json");
    headers.put("Content-Type", contentType());
    return HttpCall.post(tenant, endpoint, deadline, body()).with(headers);
  }

  private String contentType() {
    return switch (format) {
      case FORM -> isAscii() ? FORM : FORM + "; charset=UTF-8";
      case JSON -> "application/json";
    };
  }

  /** Servers that take another charset for granted are told where it matters, and only there. */
  private boolean isAscii() {
    return parameters.entrySet().stream()
        .flatMap(entry -> Stream.concat(Stream.of(entry.getKey()), entry.getValue().stream()))
        .allMatch(text -> text.chars().allMatch(c -> c < 0x80));
  }

  private String body() {
    return switch (format) {
      case FORM -> URLUtils.serializeParameters(parameters);
      case JSON -> json();
    };
  }

  private String json() {
    Map<String, Object> members = new TreeMap<>();
    parameters.forEach(
        (name, values) -> members.put(name, values.size() == 1 ? values.get(0) : values));
    return JSONObjectUtils.toJSONString(members);
  }

  @Override
  public String toString() {
    return "Submission" + parameters.keySet();
  }
}
