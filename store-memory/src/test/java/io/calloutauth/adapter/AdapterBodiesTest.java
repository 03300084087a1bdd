package io.calloutauth.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.calloutauth.adapter.AdapterClient.Post;
import io.calloutauth.adapter.AdapterClient.Received;
import io.calloutauth.testkit.EndlessTarget;
import io.calloutauth.testkit.TargetServer;
import io.calloutauth.testkit.TargetServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Large bodies, rules that look at bodies, and connections that come back. */
class AdapterBodiesTest extends AdapterTest {

  private static final int LARGE = 20 * 1024 * 1024;
  private static final Map<String, String> JSON = Map.of("Content-Type", "application/json");

  @ParameterizedTest
  @EnumSource
  void sendsALargeBodyTwice(Adapter adapter) throws Exception {
    assertThat(send(adapter, order().carrying(new byte[LARGE])).status()).isEqualTo(200);

    assertThat(target.arrived).extracting(TargetServer.Arrived::length).containsOnly((long) LARGE);
    assertThat(target.tokens()).containsExactly("token-1", "token-2");
  }

  @ParameterizedTest
  @EnumSource
  void isNotHeldUpByALarge401(Adapter adapter) throws Exception {
    String large = "x".repeat(LARGE);
    target.answers =
        request ->
            request.token().equals("token-1") ? new Answer(401, large) : new Answer(200, "ok");

    try (AdapterClient client = adapter.client(node.auth.callouts(), false, false)) {
      assertThat(client.send(order())).isEqualTo(new Received(200, "ok"));
      assertThat(client.send(order())).isEqualTo(new Received(200, "ok"));
      assertThat(client.leased()).isLessThanOrEqualTo(0);
    }
  }

  @ParameterizedTest
  @EnumSource
  void isNotHeldUpByA401ThatFlowsOn(Adapter adapter) throws Exception {
    isNotHeldUpBy(EndlessTarget.Body.FLOWS, adapter);
  }

  @ParameterizedTest
  @EnumSource
  void isNotHeldUpByA401WhoseRestDoesNotCome(Adapter adapter) throws Exception {
    isNotHeldUpBy(EndlessTarget.Body.STOPS, adapter);
  }

  private void isNotHeldUpBy(EndlessTarget.Body body, Adapter adapter) throws Exception {
    assumeTrue(adapter.cutsBodiesOff());
    ExecutorService thread = Executors.newSingleThreadExecutor();
    try (EndlessTarget endless = new EndlessTarget(body);
        AdapterClient client = adapter.client(node.auth.callouts(), false, false)) {
      Post post = new Post(endless.uri(), "").fetched();

      assertThat(thread.submit(() -> client.send(post)).get(60, TimeUnit.SECONDS))
          .isEqualTo(new Received(200, "ok"));
      assertThat(client.leased()).isLessThanOrEqualTo(0);
    } finally {
      thread.shutdownNow();
    }
  }

  @ParameterizedTest
  @EnumSource
  void givesALargeSecond401Whole(Adapter adapter) throws Exception {
    target.answers = request -> new Answer(401, "x".repeat(LARGE));

    assertThat(send(adapter, order()).body()).hasSize(LARGE);
  }

  @ParameterizedTest
  @EnumSource
  void givesALarge401WholeWhenThereIsNoOtherToken(Adapter adapter) throws Exception {
    target.answers = request -> new Answer(401, "x".repeat(LARGE));
    assertThat(send(adapter, order()).status()).isEqualTo(401);
    target.arrived.clear();

    assertThat(send(adapter, order()).body()).hasSize(LARGE); // none within 30 s

    assertThat(target.arrived).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void showsTheBodyToARuleThatLooksAtIt(Adapter adapter) throws Exception {
    looksAtBodies();
    String expired = "{\"error\":{\"code\":\"190\"}}";
    target.answers =
        request -> new Answer(200, request.token().equals("token-1") ? expired : "{}", JSON);

    assertThat(send(adapter, order().of("told"))).isEqualTo(new Received(200, "{}"));

    assertThat(target.tokens()).containsExactly("token-1", "token-2");
  }

  @ParameterizedTest
  @EnumSource
  void givesABodyThatWasShownWhole(Adapter adapter) throws Exception {
    looksAtBodies();
    for (int size : new int[] {0, 1, 10, 64 * 1024 - 4, 64 * 1024, 1_000_000}) {
      String body = size == 0 ? "" : "[\"" + "x".repeat(size) + "\"]";
      target.answers = request -> new Answer(200, body, JSON);

      assertThat(send(adapter, order().of("told")).body()).isEqualTo(body);
    }
    assertThat(target.tokens()).containsOnly("token-1");
  }

  private void looksAtBodies() {
    node.auth
        .notifications()
        .bind(
            "told",
            providers()
                .create(node.settings("Graph").renewalBody("/error/code", "190").build())
                .id());
  }

  @ParameterizedTest
  @EnumSource
  void servesManyAtOnce(Adapter adapter) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try (AdapterClient client = adapter.client(node.auth.callouts(), false, false)) {
      List<Future<Received>> received = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        received.add(threads.submit(() -> client.send(order())));
      }
      for (Future<Received> each : received) {
        assertThat(each.get(60, TimeUnit.SECONDS)).isEqualTo(new Received(200, "hello token-2"));
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(server.exchanges()).isEqualTo(2);
  }

  /** Half of them with a 401 whose body nobody reads. */
  @ParameterizedTest
  @EnumSource
  void leaksNoConnection(Adapter adapter) throws Exception {
    Alternating twoTokens = new Alternating();
    target.answers =
        request ->
            request.token().equals("refused")
                ? new Answer(401, "x".repeat(10_000))
                : new Answer(200, "ok");

    try (AdapterClient client = adapter.client(twoTokens, false, false)) {
      for (int i = 0; i < 1_000; i++) {
        assertThat(client.send(order())).isEqualTo(new Received(200, "ok"));
        assertThat(client.leased()).isLessThanOrEqualTo(0);
      }
      assertThat(target.arrived).hasSize(2_000);
      assertThat(client.pooled()).isLessThanOrEqualTo(2);
    }
  }
}
