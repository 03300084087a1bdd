package io.calloutauth.jdk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HeldBodyTest {

  private final HeldBody<String> body = new HeldBody<>(HeldBodyTest::text);

  @Test
  void asksForNoMoreThan64KiB() {
    Source source = new Source(body, "x".repeat(16 * 1024), 100);

    body.onSubscribe(source);

    assertThat(source.sent).isEqualTo(4);
    assertThat(body.getBody().toCompletableFuture()).isNotDone();
  }

  @Test
  void passesAllOfIt() {
    body.onSubscribe(new Source(body, "x".repeat(16 * 1024), 100));

    assertThat(body.pass()).isNotNull();

    assertThat(body.getBody().toCompletableFuture())
        .isCompletedWithValue("x".repeat(16 * 1024 * 100));
  }

  @Test
  void passesAtThePaceOfTheCaller() {
    Slow slow = new Slow();
    HeldBody<String> held = new HeldBody<>(() -> slow);
    Source source = new Source(held, "x".repeat(16 * 1024), 100);
    held.onSubscribe(source);
    assertThat(held.pass()).isNotNull();
    assertThat(slow.items).isZero();

    slow.subscription().request(3);
    assertThat(slow.items).isEqualTo(3);
    assertThat(source.sent).isEqualTo(4);

    slow.subscription().request(3);
    assertThat(slow.items).isEqualTo(6);
    assertThat(source.sent).isEqualTo(6);

    slow.subscription().cancel();
    assertThat(source.cancelled).isTrue();
  }

  @Test
  void failsACallerThatAsksForNothing() {
    Slow slow = new Slow();
    HeldBody<String> held = new HeldBody<>(() -> slow);
    Source source = new Source(held, "x".repeat(16 * 1024), 100);
    held.onSubscribe(source);
    assertThat(held.pass()).isNotNull();

    slow.subscription().request(0);

    assertThat(slow.problem).isInstanceOf(IllegalArgumentException.class);
    assertThat(source.cancelled).isTrue();
  }

  @Test
  void readsAShortBodyThatIsKeptToItsEndSoThatTheConnectionCanBeUsedAgain() {
    Source source = new Source(body, "x", 3);
    body.keep();
    assertThat(body.getBody().toCompletableFuture()).isNotDone();

    body.onSubscribe(source);

    assertThat(body.getBody().toCompletableFuture()).isCompletedWithValue(null);
    assertThat(source.ended).isTrue();
    body.drop();
    assertThat(source.cancelled).isFalse();
  }

  @Test
  void passesABodyThatWasKept() {
    Source source = new Source(body, "x".repeat(16 * 1024), 100);
    body.onSubscribe(source);
    body.keep();
    assertThat(body.getBody().toCompletableFuture()).isCompletedWithValue(null);
    assertThat(source.sent).isEqualTo(4);

    assertThat(body.pass()).isCompletedWithValue("x".repeat(16 * 1024 * 100));
    body.drop();
    assertThat(source.cancelled).isFalse();
  }

  @Test
  void cutsOffTheRestOfABodyThatIsDropped() {
    Source source = new Source(body, "x".repeat(16 * 1024), 100);
    body.onSubscribe(source);
    body.keep();

    body.drop();

    assertThat(source.sent).isEqualTo(4);
    assertThat(source.cancelled).isTrue();
  }

  @Test
  void cutsOffADroppedBodyThatDoesNotEnd() {
    Unanswered source = new Unanswered();
    body.onSubscribe(source);
    body.keep();

    body.drop();

    assertThat(source.cancelled).isCompleted();
    assertThat(body.getBody().toCompletableFuture()).isCompletedWithValue(null);
  }

  @Test
  void showsItsStartOnceWhenEnoughIsThere() {
    List<String> shown = new ArrayList<>();
    HeldBody<String> held =
        new HeldBody<>(
            HeldBodyTest::text,
            5,
            start -> shown.add(StandardCharsets.UTF_8.decode(start).toString()));
    held.onSubscribe(new Source(held, "abc", 40));

    assertThat(shown).containsExactly("abcab");
    assertThat(held.pass()).isCompletedWithValue("abc".repeat(40));
  }

  @Test
  void passesAFailureAfterWhatCameBefore() {
    Slow slow = new Slow();
    HeldBody<String> held = new HeldBody<>(() -> slow);
    held.onSubscribe(new Unanswered());
    held.onNext(List.of(ByteBuffer.allocate(1)));
    held.onError(new IllegalStateException("reset"));
    slow.first = 5;

    assertThat(held.pass()).isNotNull();

    assertThat(slow.items).isEqualTo(1);
    assertThat(slow.problem).hasMessage("reset");
  }

  @Test
  void failsWhenTheCallersSubscriberBreaks() {
    Slow breaking = new Slow();
    breaking.breaks = true;
    breaking.first = 1;
    HeldBody<String> held = new HeldBody<>(() -> breaking);
    Source source = new Source(held, "x".repeat(16 * 1024), 9);
    held.onSubscribe(source);

    assertThat(held.pass()).isNotNull();

    assertThat(held.getBody().toCompletableFuture()).isCompletedExceptionally();
    assertThat(source.cancelled).isTrue();
  }

  @Test
  void losesNothingWhateverTheOrderOfEvents() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(2);
    try {
      Random random = new Random(401);
      for (int round = 0; round < 2_000; round++) {
        String item = Integer.toString(random.nextInt());
        int items = 1 + random.nextInt(40);
        HeldBody<String> held = new HeldBody<>(HeldBodyTest::text);
        Future<?> upstream = threads.submit(() -> held.onSubscribe(new Source(held, item, items)));
        Future<?> verdict = threads.submit(() -> assertThat(held.pass()).isNotNull());
        upstream.get();
        verdict.get();

        assertThat(held.getBody().toCompletableFuture())
            .succeedsWithin(30, TimeUnit.SECONDS)
            .isEqualTo(item.repeat(items));
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static BodySubscriber<String> text() {
    return BodySubscribers.ofString(StandardCharsets.UTF_8);
  }

  /** Sends one item for each that is asked for, on the asker's thread. */
  private static final class Source implements Subscription {

    private final HeldBody<String> to;
    private final String item;
    private final int items;
    private final AtomicInteger busy = new AtomicInteger();
    private int sent;
    private boolean ended;
    private boolean cancelled;

    Source(HeldBody<String> to, String item, int items) {
      this.to = to;
      this.item = item;
      this.items = items;
    }

    @Override
    public void request(long more) {
      assertThat(busy.getAndIncrement()).as("items asked for at once").isZero();
      if (sent < items) {
        sent++;
        busy.decrementAndGet();
        to.onNext(List.of(ByteBuffer.wrap(item.getBytes(StandardCharsets.UTF_8))));
      } else {
        ended = true;
        to.onComplete();
      }
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }

  /** Sends nothing. */
  private static final class Unanswered implements Subscription {

    private final CompletableFuture<Void> cancelled = new CompletableFuture<>();

    @Override
    public void request(long items) {}

    @Override
    public void cancel() {
      cancelled.complete(null);
    }
  }

  /** Takes items only when the test asks for them. */
  private static final class Slow implements BodySubscriber<String> {

    private final CompletableFuture<Subscription> subscription = new CompletableFuture<>();
    private int first;
    private int items;
    private boolean breaks;
    private Throwable problem = new AssertionError("none yet");

    Subscription subscription() {
      return subscription.join();
    }

    @Override
    public CompletionStage<String> getBody() {
      return new CompletableFuture<>();
    }

    @Override
    public void onSubscribe(Subscription given) {
      subscription.complete(given);
      if (first > 0) {
        given.request(first);
      }
    }

    @Override
    public void onNext(List<ByteBuffer> item) {
      if (breaks) {
        throw new IllegalStateException("the caller's own");
      }
      items++;
    }

    @Override
    public void onError(Throwable given) {
      problem = given;
    }

    @Override
    public void onComplete() {}
  }
}
