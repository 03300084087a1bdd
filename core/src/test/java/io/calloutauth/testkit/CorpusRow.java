package io.calloutauth.testkit;

import com.nimbusds.jose.util.JSONObjectUtils;
import io.calloutauth.client.CorpusProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One answer of the corpus and the verdict it must get. */
public final class CorpusRow {

  private final Map<String, Object> row;

  private CorpusRow(Map<String, Object> row) {
    this.row = row;
  }

  public static List<CorpusRow> read(String resource) throws IOException, ParseException {
    List<CorpusRow> rows = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(CorpusRow.class.getResourceAsStream(resource)),
                StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank()) {
          rows.add(new CorpusRow(JSONObjectUtils.parse(line)));
        }
      }
    }
    return rows;
  }

  /** Tells whether the row waits for a grant or scheme that is not there yet. */
  public boolean isLater() {
    boolean dpop = !List.of("", "false").contains(text(request(), "dpop"));
    return Boolean.TRUE.equals(row.get("later")) || dpop || !CorpusProvider.knowsGrant(request());
  }

  /** Returns what the provider is set to. */
  public Map<String, Object> request() {
    return object("request");
  }

  public Map<String, Object> expect() {
    return object("expect");
  }

  /** Tells whether Nimbus alone accepted it when the answer was collected. */
  public boolean isAcceptedByNimbus() {
    return text(row, "nimbus_11_39").startsWith("accept");
  }

  public String head() {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + row.get("status") + " Status");
    object("headers").forEach((name, value) -> addHeader(head, name, value));
    return head.toString();
  }

  /** How long the body is, the server says. */
  private static void addHeader(StringBuilder head, String name, Object value) {
    if (!name.equalsIgnoreCase("Content-Length")) {
      texts(value).forEach(each -> head.append("\n" + name + ": " + each));
    }
  }

  public byte[] body() {
    if (row.get("body_b64") instanceof String encoded) {
      return Base64.getDecoder().decode(encoded);
    }
    String text = row.get("body") instanceof String body ? body : generated();
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the token that the body holds, where that can be read at a glance. */
  public Optional<String> tokenAsSent() {
    try {
      return Optional.ofNullable(
          JSONObjectUtils.getString(JSONObjectUtils.parse(text(row, "body")), "access_token"));
    } catch (ParseException notPlain) {
      return Optional.empty();
    }
  }

  private String generated() {
    Map<String, Object> recipe = object("body_gen");
    StringBuilder body = new StringBuilder(text(recipe, "prefix"));
    int count = Integer.parseInt(String.valueOf(recipe.getOrDefault("count", 0)));
    for (int i = 0; i < count; i++) {
      body.append(text(recipe, "repeat").replace("%d", Integer.toString(i)));
    }
    return body + text(recipe, "suffix");
  }

  /** Returns a member as text; empty when it is missing. */
  public static String text(Map<String, Object> object, String name) {
    return String.valueOf(object.getOrDefault(name, ""));
  }

  /** Returns a value, or the values of a list, as texts; none for null. */
  public static List<String> texts(@Nullable Object value) {
    if (value instanceof List<?> values) {
      return values.stream().map(String::valueOf).toList();
    }
    return value == null ? List.of() : List.of(value.toString());
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> object(String name) {
    return (Map<String, Object>) row.getOrDefault(name, Map.of());
  }

  @Override
  public String toString() {
    return text(row, "id");
  }
}
