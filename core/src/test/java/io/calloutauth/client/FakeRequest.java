package io.calloutauth.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A request as it arrived.
 *
 * @param line the request line
 * @param headers by their names in lower case
 * @param body the body
 * @param connection the number of the connection that it came on
 */
public record FakeRequest(String line, Map<String, String> headers, String body, int connection) {

  public static FakeRequest read(InputStream in, int connection) throws IOException {
    String line = line(in);
    Map<String, String> headers = new LinkedHashMap<>();
    for (String header = line(in); !header.isEmpty(); header = line(in)) {
      int colon = header.indexOf(':');
      headers.merge(
          header.substring(0, colon).toLowerCase(Locale.ROOT),
          header.substring(colon + 1).trim(),
          (a, b) -> a + " AND " + b);
    }
    int length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    String body = new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new FakeRequest(line, headers, body, connection);
  }

  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException();
      }
      line.append((char) c);
    }
    return line.toString().strip();
  }

  String header(String name) {
    return headers.getOrDefault(name, "");
  }
}
