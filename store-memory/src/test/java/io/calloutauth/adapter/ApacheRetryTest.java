package io.calloutauth.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.testkit.TargetServer.Answer;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** HttpClient retries by itself, from its copy of the caller's request. */
class ApacheRetryTest extends AdapterTest {

  @ParameterizedTest
  @EnumSource(names = {"APACHE", "APACHE_ASYNC"})
  void carriesTheTokenInARetryOfTheClientsOwnToo(Adapter adapter) throws Exception {
    AtomicInteger calls = new AtomicInteger();
    target.answers = request -> new Answer(calls.incrementAndGet() == 1 ? 503 : 200, "");

    assertThat(send(adapter, order().fetched()).status()).isEqualTo(200);

    assertThat(target.tokens()).containsExactly("token-1", "token-1");
  }
}
