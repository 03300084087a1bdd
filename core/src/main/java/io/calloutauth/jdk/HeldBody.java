package io.calloutauth.jdk;

import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A buffer that holds back the body of a response until it is known whether there is a second
 * attempt.
 *
 * <p>Until then it reads up to 64 KiB and asks for no more: the rest waits at the server. Where a
 * rule looks at bodies, the first bytes are shown when they are there. Once told to {@linkplain
 * #pass() pass}, it hands all of it to the caller's subscriber, at the pace that one asks for, held
 * part first, so nothing is lost whatever the size. Once told to {@linkplain #keep() keep}, the
 * response is there without a body, which can still be passed: the second attempt may fail for the
 * sake of the request's body. Once told to {@linkplain #drop() drop}, the caller's subscriber is
 * never made, and what has not been read is cut off.
 *
 * <p>Signals come from several threads; each leaves its trace in a field and then calls {@link
 * #advance()}, which does the work on one thread at a time.
 */
final class HeldBody<T> implements BodySubscriber<T> {

  /** How many bytes are held back at most, up to the size of one item of the HTTP client. */
  static final int MOST = 64 * 1024;

  private enum Fate {
    UNKNOWN,
    KEEP,
    PASS,
    DROP
  }

  private final int limit;
  private final Consumer<ByteBuffer> display;
  private final CompletableFuture<T> body = new CompletableFuture<>();
  private final CompletableFuture<T> passed = new CompletableFuture<>();
  private final HeldParts held = new HeldParts();
  private final BodyRelay<T> relay;
  private final AtomicInteger calls = new AtomicInteger();

  private volatile Fate fate = Fate.UNKNOWN;
  private volatile @Nullable Subscription source;
  private volatile boolean asked;
  private volatile boolean ended;
  private volatile @Nullable Throwable failure;

  // Only within advance().
  private boolean displayed;
  private boolean closed;

  /** Takes what makes the caller's subscriber: called once, and only if the fate is to pass. */
  HeldBody(Supplier<BodySubscriber<T>> caller) {
    this(caller, 0, start -> {});
  }

  /**
   * Makes a body whose start is shown.
   *
   * @param limit how many bytes are shown at most
   * @param display called once, when as many are there, or all
   */
  HeldBody(Supplier<BodySubscriber<T>> caller, int limit, Consumer<ByteBuffer> display) {
    this.relay = new BodyRelay<>(caller, this::complete, this::advance);
    this.limit = limit;
    this.display = display;
    this.displayed = limit == 0;
  }

  /** Gives the body to the caller, and returns what the caller's subscriber makes of it. */
  CompletableFuture<T> pass() {
    fate = Fate.PASS;
    advance();
    return passed;
  }

  /** Completes the body's stage with null, and holds the body on. */
  void keep() {
    fate = Fate.KEEP;
    advance();
  }

  /** Throws the body away, unless it was passed; its stage completes with null. */
  void drop() {
    if (fate != Fate.PASS) {
      fate = Fate.DROP;
      advance();
    }
  }

  @Override
  public CompletionStage<T> getBody() {
    return body;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    source = subscription;
    advance();
  }

  @Override
  public void onNext(List<ByteBuffer> item) {
    held.add(item);
    asked = false;
    advance();
  }

  @Override
  public void onError(Throwable problem) {
    failure = problem;
    ended = true;
    advance();
  }

  @Override
  public void onComplete() {
    ended = true;
    advance();
  }

  private void advance() {
    if (calls.getAndIncrement() != 0) {
      return;
    }
    int seen = 1;
    while (seen != 0) {
      step();
      seen = calls.addAndGet(-seen);
    }
  }

  private void step() {
    Subscription from = source;
    if (from == null || closed) {
      return;
    }
    try {
      switch (fate) {
        case UNKNOWN -> hold(from);
        case KEEP -> keepOn(from);
        case DROP -> dropOn(from);
        case PASS -> passOn(from);
      }
    } catch (RuntimeException | Error broken) {
      close(from);
      complete(null, broken);
    }
  }

  private void hold(Subscription from) {
    if (!displayed && (ended || held.hasReceived(limit))) {
      displayed = true;
      display.accept(held.start(limit));
    }
    ask(from, !held.hasReceived(MOST));
  }

  private void keepOn(Subscription from) {
    body.complete(null);
    ask(from, !held.hasReceived(MOST));
  }

  private void ask(Subscription from, boolean wanted) {
    if (wanted && !asked && !ended) {
      asked = true;
      from.request(1);
    }
  }

  private void dropOn(Subscription from) {
    close(from);
    body.complete(null);
  }

  private void passOn(Subscription from) {
    boolean last = ended;
    relay.deliver(held);
    if (relay.isLeft() || (last && (held.isEmpty() || failure != null))) {
      close(from);
      relay.finish(failure);
    } else {
      ask(from, relay.wantsMore());
    }
  }

  private void complete(@Nullable T value, @Nullable Throwable problem) {
    for (CompletableFuture<T> stage : List.of(body, passed)) {
      if (problem == null) {
        stage.complete(value);
      } else {
        stage.completeExceptionally(problem);
      }
    }
  }

  private void close(Subscription from) {
    closed = true;
    held.clear();
    if (!ended) {
      from.cancel();
    }
  }
}
