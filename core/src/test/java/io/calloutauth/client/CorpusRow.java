package io.calloutauth.client;

import com.nimbusds.jose.util.JSONObjectUtils;
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

  boolean isLater() {
    return row.containsKey("later");
  }

  /** Returns what the provider is set to. */
  Map<String, Object> request() {
    return object("request");
  }

  Map<String, Object> expect() {
    return object("expect");
  }

  public String head() {
    StringBuilder head = new StringBuilder("HTTP/1.1 " + row.get("status") + " Status");
    object("headers").forEach((name, value) -> head.append("\n" + name + ": " + value));
    return head.toString();
  }

  public byte[] body() {
    if (row.get("body_b64") instanceof String encoded) {
      return Base64.getDecoder().decode(encoded);
    }
    String text = row.get("body") instanceof String body ? body : generated();
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String generated() {
    Map<String, Object> recipe = object("body_gen");
    StringBuilder body = new StringBuilder(text(recipe, "prefix"));
    for (int i = 0; i < Integer.parseInt(text(recipe, "count")); i++) {
      body.append(text(recipe, "repeat").replace("%d", Integer.toString(i)));
    }
    return body + text(recipe, "suffix");
  }

  static String text(Map<String, Object> object, String name) {
    return String.valueOf(object.getOrDefault(name, ""));
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
