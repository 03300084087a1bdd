package io.calloutauth.client;

import java.util.regex.Pattern;
import org.apache.hc.core5.http.ContentLengthStrategy;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.HttpHeaders;
import org.apache.hc.core5.http.HttpMessage;
import org.apache.hc.core5.http.ProtocolException;
import org.apache.hc.core5.http.impl.DefaultContentLengthStrategy;

/**
 * Finds where the body of a response ends (RFC 9112 section 6.3). HttpCore's own strategy reads a
 * length as Java reads numbers, with a sign and in any script's digits.
 */
final class StrictContentLength implements ContentLengthStrategy {

  private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

  @Override
  public long determineLength(HttpMessage message) throws HttpException {
    Header length = message.getFirstHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null && !DIGITS.matcher(String.valueOf(length.getValue())).matches()) {
      throw new ProtocolException("the length of the body is no number");
    }
    return DefaultContentLengthStrategy.INSTANCE.determineLength(message);
  }
}
