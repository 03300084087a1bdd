package io.calloutauth.example.interop;

import static org.awaitility.Awaitility.await;

import io.calloutauth.CalloutAuth;
import io.calloutauth.example.servers.CalloutReceiver;
import io.calloutauth.jdk.CalloutHttpClient;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Callouts that go on, by several nodes at once, until it is closed. Thread-safe. */
final class CalloutLoad implements AutoCloseable {

  private static final long REST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final List<Thread> threads = new ArrayList<>();
  private final AtomicInteger made = new AtomicInteger();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final CalloutReceiver receiver;
  private volatile boolean over;

  private CalloutLoad(CalloutReceiver receiver) {
    this.receiver = receiver;
  }

  /** Starts callouts of each notification on each node. */
  static CalloutLoad start(
      List<CalloutAuth> nodes, List<String> notifications, CalloutReceiver receiver) {
    CalloutLoad load = new CalloutLoad(receiver);
    for (CalloutAuth node : nodes) {
      for (String notification : notifications) {
        HttpClient http = CalloutHttpClient.of(node.callouts(), notification, HTTP);
        load.threads.add(new Thread(() -> load.callOut(http, notification), notification));
      }
    }
    load.threads.forEach(Thread::start);
    return load;
  }

  private void callOut(HttpClient http, String notification) {
    HttpRequest post =
        HttpRequest.newBuilder(receiver.calloutsEndpoint())
            .POST(BodyPublishers.ofString("{}"))
            .build();
    while (!over) {
      try {
        int status = http.send(post, BodyHandlers.discarding()).statusCode();
        made.incrementAndGet();
        if (status != 204) {
          failures.add(notification + ": status " + status);
        }
      } catch (IOException e) {
        failures.add(notification + ": " + e);
      } catch (InterruptedException e) {
        return;
      }
      LockSupport.parkNanos(REST_NANOS);
    }
  }

  /** Waits for so many more callouts. */
  void goOn(int more) {
    int before = made.get();
    await().atMost(Duration.ofMinutes(2)).until(() -> made.get() >= before + more);
  }

  int made() {
    return made.get();
  }

  /** Returns what became of callouts that no receiver took. */
  List<String> failures() {
    return List.copyOf(failures);
  }

  /** Ends them, and waits for the last ones. */
  @Override
  public void close() {
    over = true;
    try {
      for (Thread thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
