package io.calloutauth.client;

import io.calloutauth.client.PolicyResolver.RefusedAddressException;
import io.calloutauth.client.TunnelSocket.RefusedTunnelException;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.hc.client5.http.ClientProtocolException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.apache.hc.core5.http.ConnectionRequestTimeoutException;
import org.apache.hc.core5.http.MalformedChunkCodingException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.apache.hc.core5.http.TruncatedChunkException;

/** Tells what an exception of the HTTP client means. */
final class IoFailures {

  private static final int MOST_CAUSES = 8;

  private IoFailures() {}

  static HttpFailure of(IOException e) {
    if (e instanceof RefusedAddressException || e instanceof RefusedTunnelException) {
      return HttpFailure.ENDPOINT_REFUSED;
    }
    if (e instanceof SSLException) {
      return brokeOff(e) ? HttpFailure.UNREACHABLE : HttpFailure.TLS_FAILED;
    }
    if (e instanceof ClientProtocolException
        || e instanceof MessageConstraintException
        || isBadChunk(e)) {
      return HttpFailure.NOT_HTTP;
    }
    return tookTooLong(e) ? HttpFailure.TIMED_OUT : HttpFailure.UNREACHABLE;
  }

  /**
   * Returns what happened in words for the operator: ours, or else the names of the exception and
   * its causes, whose messages may quote what was sent.
   */
  static String words(Throwable e) {
    return e instanceof OwnWords
        ? String.valueOf(e.getMessage())
        : Stream.iterate(e, Objects::nonNull, Throwable::getCause)
            .limit(MOST_CAUSES)
            .map(cause -> cause.getClass().getSimpleName())
            .distinct()
            .collect(Collectors.joining(" caused by "));
  }

  /** TLS reports a connection that was reset or ended early as an error of its own. */
  private static boolean brokeOff(IOException e) {
    Throwable cause = e.getCause();
    return cause instanceof SocketException
        || cause instanceof SocketTimeoutException
        || cause instanceof EOFException;
  }

  private static boolean isBadChunk(IOException e) {
    return e instanceof MalformedChunkCodingException && !(e instanceof TruncatedChunkException);
  }

  private static boolean tookTooLong(IOException e) {
    return e instanceof ConnectionRequestTimeoutException
        || (e instanceof SocketTimeoutException && !(e instanceof ConnectTimeoutException));
  }
}
