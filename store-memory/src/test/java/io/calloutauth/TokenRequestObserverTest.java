package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.calloutauth.CalloutAuthListener.TokenRequestObserver;
import io.calloutauth.CalloutAuthListener.TokenRequestObserver.OpenRequest;
import io.calloutauth.CalloutAuthListener.TokenRequestObserver.Request;
import io.calloutauth.micrometer.TokenRequestObservations;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.TokenResult;
import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.ForwardingTokenClient;
import io.calloutauth.testkit.RecordedLog;
import io.calloutauth.testkit.TokenServer;
import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** What observes token requests, around those that really go to a server. */
class TokenRequestObserverTest extends NodeTest {

  private static final String NAME = "callout.auth.token.request";

  private final ObservationRegistry registry = ObservationRegistry.create();
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private volatile TokenRequestObserver observer = this::write;

  @Override
  public UnaryOperator<CalloutAuthBuilder> settings() {
    return builder ->
        builder
            .tokenRequestObserver(request -> observer.opened(request))
            .client(
                new ForwardingTokenClient(Objects.requireNonNull(builder.client)) {
                  @Override
                  public TokenResult fetch(
                      RegisteredClient client, GrantInput input, Duration deadline) {
                    Observation current = registry.getCurrentObservation();
                    hear(current == null ? "asked" : "in " + current.getContextView().getName());
                    return super.fetch(client, input, deadline);
                  }
                });
  }

  private void hear(String what) {
    heard.add(what);
    threads.add(Thread.currentThread());
  }

  private OpenRequest write(Request request) {
    hear(request.toString());
    return this::hear;
  }

  private String request(String providerId) {
    String host = URI.create(server.url("/token")).getHost();
    return new Request("acme", providerId, "client_credentials", host).toString();
  }

  @Test
  void aRequestIsOpenedAndClosedOnTheThreadThatMakesIt() {
    Provider crm = node.bound("n");

    assertThat(node.token("n")).isEqualTo("token-1");
    assertThat(node.token("n")).isEqualTo("token-1");

    assertThat(heard).containsExactly(request(crm.id().value()), "asked", "issued");
    assertThat(threads).containsOnly(threads.get(0)).doesNotContain(Thread.currentThread());
    assertThat(heard.toString()).doesNotContain("s3cret");
  }

  @Test
  void aFailureIsClosedWithItsErrorsName() {
    server.answerTokens(n -> TokenServer.Answer.error(400, "invalid_grant"));
    node.bound("n");

    assertThat(node.refusal("n")).isInstanceOf(TokenErrorException.class);

    assertThat(heard).last().isEqualTo("invalid_grant");
  }

  @Test
  void aCheckOfSettingsThatAreNotStoredHasNoProvider() {
    providers().check(node.settings("x").build());

    assertThat(heard).containsExactly(request(""), "asked", "issued");
  }

  @Test
  void whatItThrowsIsLoggedAndHarmsNothing() {
    node.bound("n");
    node.bound("m");

    List<String> log =
        RecordedLog.of(
            Events.class.getName(),
            Level.WARN,
            () -> {
              observer =
                  request -> {
                    throw new IllegalStateException("broken");
                  };
              assertThat(node.token("n")).isEqualTo("token-1");
              observer =
                  request ->
                      outcome -> {
                        throw new AssertionError("broken");
                      };
              assertThat(node.token("m")).isEqualTo("token-2");
            });

    assertThat(log).hasSize(2);
    assertThat(log.get(0)).contains("at the beginning of a token request");
    assertThat(log.get(1)).contains("at the end of a token request");
  }

  @Test
  void anObservationIsCurrentDuringTheRequestUnderTheOneThatIsOpenAround() {
    List<Observation.Context> ended = new CopyOnWriteArrayList<>();
    registry.observationConfig().observationHandler(recording(ended));
    TokenRequestObserver observations = new TokenRequestObservations(registry);
    Observation around = Observation.createNotStarted("around", registry);
    List<Boolean> left = new CopyOnWriteArrayList<>();
    observer =
        request -> {
          Observation.Scope scope = around.start().openScope();
          OpenRequest open = observations.opened(request);
          return outcome -> {
            open.closed(outcome);
            left.add(around.equals(registry.getCurrentObservation()));
            scope.close();
            around.stop();
          };
        };
    Provider crm = node.bound("n");

    assertThat(node.token("n")).isEqualTo("token-1");

    assertThat(heard).containsExactly("in " + NAME);
    assertThat(left).containsExactly(true);
    assertThat(ended).extracting(Observation.Context::getName).containsExactly(NAME, "around");
    Observation.Context span = ended.get(0);
    assertThat(Objects.requireNonNull(span.getParentObservation()).getContextView().getName())
        .isEqualTo("around");
    assertThat(span.getLowCardinalityKeyValues())
        .containsExactlyInAnyOrder(
            KeyValue.of("grant_type", "client_credentials"), KeyValue.of("outcome", "issued"));
    assertThat(span.getHighCardinalityKeyValues())
        .containsExactly(KeyValue.of("provider", crm.id().value()));
  }

  private static ObservationHandler<Observation.Context> recording(
      List<Observation.Context> ended) {
    return new ObservationHandler<>() {
      @Override
      public void onStop(Observation.Context context) {
        ended.add(context);
      }

      @Override
      public boolean supportsContext(Observation.Context context) {
        return true;
      }
    };
  }
}
