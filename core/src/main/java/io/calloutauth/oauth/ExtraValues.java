package io.calloutauth.oauth;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The values of a provider's extra parameters and headers by name: secrets, all of them. Immutable
 * and thread-safe; {@link #toString()} tells the names only.
 */
public final class ExtraValues {

  /** No parameters and no headers. */
  public static final ExtraValues NONE = new ExtraValues(Map.of(), Map.of());

  private final Map<String, Secret> parameters;
  private final Map<String, Secret> headers;

  /** Copies both maps. */
  public ExtraValues(Map<String, Secret> parameters, Map<String, Secret> headers) {
    this.parameters = Map.copyOf(parameters);
    this.headers = Map.copyOf(headers);
  }

  /** Returns the parameters of token requests. */
  public Map<String, Secret> parameters() {
    return parameters;
  }

  /** Returns the headers of token and revocation requests. */
  public Map<String, Secret> headers() {
    return headers;
  }

  public List<Secret> all() {
    List<Secret> all = new ArrayList<>(parameters.values());
    all.addAll(headers.values());
    return all;
  }

  @Override
  public String toString() {
    return "ExtraValues[parameters=" + parameters.keySet() + ", headers=" + headers.keySet() + "]";
  }
}
