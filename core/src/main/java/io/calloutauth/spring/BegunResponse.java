package io.calloutauth.spring;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** A response of whose body the start was read for a rule that looks at it. */
final class BegunResponse implements ClientHttpResponse {

  private static final int MOST = 64 * 1024;

  private final ClientHttpResponse response;
  private final byte[] start;
  private final @Nullable InputStream whole;

  private BegunResponse(ClientHttpResponse response, byte[] start, @Nullable InputStream whole) {
    this.response = response;
    this.start = start;
    this.whole = whole;
  }

  /** Reads as much as a rule looks at; nothing of what is no JSON, such as a stream of events. */
  static BegunResponse of(ClientHttpResponse response, int limit) throws IOException {
    if (limit <= 0 || !mayTell(response)) {
      return new BegunResponse(response, new byte[0], null);
    }
    try {
      InputStream rest = response.getBody();
      byte[] read = rest.readNBytes(Math.min(limit, MOST));
      return new BegunResponse(
          response, read, new SequenceInputStream(new ByteArrayInputStream(read), rest));
    } catch (IOException | RuntimeException broken) {
      response.close();
      throw broken;
    }
  }

  private static boolean mayTell(ClientHttpResponse response) {
    String type = response.getHeaders().getFirst("Content-Type");
    return type == null || type.toLowerCase(Locale.ROOT).contains("json");
  }

  /** Returns what was read. */
  ByteBuffer start() {
    return ByteBuffer.wrap(start).asReadOnlyBuffer();
  }

  /** Returns the values of a header: by methods that Spring 6.2 and 7 both have. */
  List<String> headers(String name) {
    List<String> values = new ArrayList<>();
    getHeaders()
        .forEach(
            (each, its) -> {
              if (each.equalsIgnoreCase(name)) {
                values.addAll(its);
              }
            });
    return values;
  }

  @Override
  public HttpStatusCode getStatusCode() throws IOException {
    return response.getStatusCode();
  }

  @Override
  public String getStatusText() throws IOException {
    return response.getStatusText();
  }

  @Override
  public HttpHeaders getHeaders() {
    return response.getHeaders();
  }

  @Override
  public InputStream getBody() throws IOException {
    return whole == null ? response.getBody() : whole;
  }

  @Override
  public void close() {
    response.close();
  }
}
