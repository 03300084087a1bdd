package io.calloutauth.spring;

import io.calloutauth.CalloutCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

/** A response of whose body the start was read for a rule that looks at it. */
final class BegunResponse implements ClientHttpResponse {

  private final ClientHttpResponse response;
  private final byte[] start;
  private final @Nullable InputStream whole;

  private BegunResponse(ClientHttpResponse response, byte[] start, @Nullable InputStream whole) {
    this.response = response;
    this.start = start;
    this.whole = whole;
  }

  /** Reads as much as a rule looks at. */
  static BegunResponse of(ClientHttpResponse response, CalloutCredentials used) throws IOException {
    int limit = used.bodyLimit(response.getHeaders().getFirst("Content-Type"));
    if (limit == 0) {
      return new BegunResponse(response, new byte[0], null);
    }
    try {
      InputStream rest = response.getBody();
      byte[] read = rest.readNBytes(limit);
      return new BegunResponse(
          response, read, new SequenceInputStream(new ByteArrayInputStream(read), rest));
    } catch (IOException | RuntimeException broken) {
      response.close();
      throw broken;
    }
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

  /**
   * Ends a response that nobody reads. The JDK's client cuts off what is yet to come, which may
   * have no end; {@link #close()} alone would read it.
   */
  void end() {
    try {
      response.getBody().close();
    } catch (IOException broken) {
      // Of a response that nobody reads.
    }
    response.close();
  }

  @Override
  public void close() {
    response.close();
  }
}
