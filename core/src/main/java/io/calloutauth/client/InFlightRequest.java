package io.calloutauth.client;

import io.calloutauth.endpoint.Origin;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.apache.hc.core5.http.MessageConstraintException;
import org.jspecify.annotations.Nullable;

/**
 * An in-flight HTTP request: how far it got, and the socket that another thread closes in order to
 * end it. Thread-safe.
 */
final class InFlightRequest {

  private static final int MOST_CAUSES = 8;

  private final HttpCall call;
  private final TlsHandshake.TlsIdentity identity;
  private @Nullable CountedSocket socket; // guarded by this
  private volatile HttpStage stage = HttpStage.RESOLVE;
  private volatile boolean expired;
  private volatile boolean cancelled;

  /**
   * Takes a request over.
   *
   * @param identity what the client shows in TLS
   */
  InFlightRequest(HttpCall call, TlsHandshake.TlsIdentity identity) {
    this.call = call;
    this.identity = identity;
  }

  HttpCall call() {
    return call;
  }

  HttpStage stage() {
    return stage;
  }

  /**
   * Notes what the request is doing from now on; nothing once it was ended, for its socket is
   * closed by then: what had not begun to be sent surely was not.
   */
  synchronized void reach(HttpStage reached) {
    if (!isEnded()) {
      stage = reached;
    }
  }

  /**
   * Goes on with another socket, and closes the one before. It is closed at once if the request has
   * been ended already.
   *
   * @throws InterruptedIOException in that case
   */
  synchronized void use(CountedSocket next) throws IOException {
    abort();
    socket = next;
    if (isEnded()) {
      next.abort();
      throw new InterruptedIOException();
    }
  }

  /** Ends the request because its deadline has passed. */
  synchronized void expire() {
    expired = true;
    abort();
  }

  /**
   * Ends the request because the client is closed: not so one that the server may have carried out
   * and that nobody can repeat, which goes on to its deadline.
   */
  synchronized void cancel() {
    if (call.isUsedUp() && stage.isSending()) {
      return;
    }
    cancelled = true;
    abort();
  }

  /** Tells whether it was ended from outside. */
  boolean isEnded() {
    return expired || cancelled;
  }

  /** Closes its socket, if that is still open, at once. */
  synchronized void abort() {
    if (socket != null) {
      socket.abort();
    }
  }

  /** Returns what an exception means, judged by the stage and by what the socket has seen. */
  synchronized HttpResult.RequestFailure failure(Exception e) {
    return new HttpResult.RequestFailure(kind(e), stage, place() + ": " + words(e));
  }

  private HttpFailure kind(Exception e) {
    if (expired) {
      return HttpFailure.TIMED_OUT;
    }
    if (cancelled) {
      return HttpFailure.UNREACHABLE;
    }
    if (e instanceof TransportException own) {
      return own.failure();
    }
    if (refusal(e).isPresent()) {
      return HttpFailure.TLS_FAILED;
    }
    // What goes over a limit ends the connection, too.
    boolean ended = socket != null && socket.hasEnded() && !socket.hasOverrun();
    return switch (stage) {
      case RESOLVE, CONNECT, TUNNEL, SEND -> HttpFailure.UNREACHABLE;
      case TLS -> ended ? HttpFailure.UNREACHABLE : HttpFailure.TLS_FAILED;
      case HEAD, BODY -> ended ? HttpFailure.UNREACHABLE : unreadable(e);
    };
  }

  private HttpFailure unreadable(Exception e) {
    if (socket != null && socket.hasOverrun()) {
      return stage == HttpStage.BODY ? HttpFailure.BODY_TOO_LARGE : HttpFailure.HEAD_TOO_LARGE;
    }
    if (e instanceof MessageConstraintException) { // by a limit on a line or on the lines
      return HttpFailure.HEAD_TOO_LARGE;
    }
    return e instanceof SSLException ? HttpFailure.TLS_FAILED : HttpFailure.NOT_HTTP;
  }

  /** Returns the alert by which the server refused the client's certificate, if it did. */
  private Optional<String> refusal(Exception e) {
    return identity.isShown() ? TlsAlert.refusing(e) : Optional.empty();
  }

  /** Some servers hang up before their alert has arrived. */
  private boolean mayBeRefusal(Exception e) {
    boolean shown = identity.isShown() && stage.compareTo(HttpStage.TLS) >= 0;
    return shown && !isEnded() && (e instanceof SocketException || e instanceof EOFException);
  }

  private String place() {
    Origin origin = call.endpoint().origin();
    return stage.words() + " " + origin.host() + ":" + origin.port();
  }

  /** Returns what happened: in words of ours, or by the names of exceptions, never their text. */
  private String words(Exception e) {
    if (expired) {
      return "the deadline passed";
    }
    Optional<String> refusal = refusal(e);
    if (refusal.isPresent()) {
      return "the server refuses the client certificate with the alert "
          + refusal.get()
          + ": it must trust the issuer, or the certificate itself; shown was "
          + identity.description();
    }
    if (e instanceof TransportException) {
      return String.valueOf(e.getMessage());
    }
    String names =
        Stream.<Throwable>iterate(e, Objects::nonNull, Throwable::getCause)
            .limit(MOST_CAUSES)
            .map(cause -> cause.getClass().getSimpleName())
            .distinct()
            .collect(Collectors.joining(" caused by "));
    return mayBeRefusal(e)
        ? names + ": the server may have refused the client certificate " + identity.description()
        : names;
  }

  /** How far an HTTP request got: the step that it was in when it ended. In the order of time. */
  enum HttpStage {
    /** Looking up and judging the host's addresses. Nothing was sent. */
    RESOLVE("resolving"),
    /** Opening a TCP connection to one of the addresses. Nothing was sent. */
    CONNECT("connecting to"),
    /** Asking the egress proxy for a tunnel. Nothing was sent to the endpoint. */
    TUNNEL("connecting through the egress proxy to"),
    /** The TLS handshake. Nothing of the request was sent. */
    TLS("TLS with"),
    /** Sending the request: some of it may have arrived. */
    SEND("sending to"),
    /** The request was sent, and no whole head of a response has come. */
    HEAD("waiting for a response from"),
    /** The head of the response has come, and its body not to the end. */
    BODY("reading the response from");

    private final String words;

    HttpStage(String words) {
      this.words = words;
    }

    /** Returns the step in words for the operator, to be followed by the server's name. */
    String words() {
      return words;
    }

    /** Returns whether some of the request may have arrived. */
    boolean isSending() {
      return compareTo(SEND) >= 0;
    }
  }
}
