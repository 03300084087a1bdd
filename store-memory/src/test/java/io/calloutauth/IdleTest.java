package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A provider that nobody asks for. */
class IdleTest extends OneNode {

  @Test
  void costsNoExchangeInADay() {
    node.bound(N);
    node.token(N);

    node.pass(Duration.ofHours(24));
    node.awaitQuiet();

    assertThat(server.exchanges()).isEqualTo(1);
    assertThat(node.token(N)).isEqualTo("token-2");
  }

  @Test
  void leavesNoTimerBehindForItsToken() {
    int before = node.time.tasks();
    for (int i = 0; i < 20; i++) {
      node.bound(N + i);
      node.token(N + i);
    }
    node.awaitQuiet();

    assertThat(node.time.tasks() - before).as("the watch for changes alone").isLessThanOrEqualTo(1);
  }
}
