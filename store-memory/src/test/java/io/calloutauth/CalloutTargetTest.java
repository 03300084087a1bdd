package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.calloutauth.CalloutRefusedException.Reason;
import io.calloutauth.endpoint.Origins;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.NewNumber;
import io.calloutauth.store.ProviderContent;
import io.calloutauth.store.ProviderKey;
import io.calloutauth.store.ProviderRow;
import io.calloutauth.testkit.Eventually;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a token goes, and where it does not. */
class CalloutTargetTest extends NodeTest {

  private static final String N = "n";

  /** Binds the notification to a provider whose token may go to one origin. */
  private void bindTo(String origin) {
    ProviderSettings settings =
        node.settings("CRM").testEndpoint("").noOrigins().origin(origin).build();
    node.auth.notifications().bind(N, providers().create(settings).id());
  }

  private Reason reason(String target) {
    return ((CalloutRefusedException) refusal(N, URI.create(target))).reason();
  }

  @Test
  void onlyHttpsTargetsWithoutAUserAreAuthenticatedAndNothingIsFetchedForOthers() {
    node.bound(N);

    assertThat(reason("http://api.example.com/")).isEqualTo(Reason.NOT_HTTPS);
    assertThat(reason("ftp://api.example.com/")).isEqualTo(Reason.NOT_HTTPS);
    assertThat(reason("http://127.0.0.1.example.com/")).isEqualTo(Reason.NOT_HTTPS);
    assertThat(reason("https://user@api.example.com/")).isEqualTo(Reason.NOT_A_TARGET);
    assertThat(reason("https://user:password@api.example.com/")).isEqualTo(Reason.NOT_A_TARGET);
    assertThat(reason("//api.example.com/")).isEqualTo(Reason.NOT_HTTPS);
    assertThat(reason("/orders")).isEqualTo(Reason.NOT_A_TARGET);
    assertThat(reason("mailto:a@example.com")).isEqualTo(Reason.NOT_A_TARGET);
    assertThat(server.exchanges()).isZero();
    node.token(N);
    assertThat(reason("http://api.example.com/")).isEqualTo(Reason.NOT_HTTPS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil-api.example.com/",
        "https://api.example.com.evil.io/",
        "https://api.example.com:8443/",
        "https://example.com/",
        "https://a.api.example.com/",
        "http://127.0.0.1:1/"
      })
  void aTokenGoesOnlyToTheOriginsThatItsProviderLists(String target) {
    bindTo("https://api.example.com");

    assertThat(reason(target)).isEqualTo(Reason.FOREIGN_ORIGIN);
    assertThat(server.exchanges()).isZero();
    callouts().authenticate(N, "POST", URI.create("https://API.example.com:443/any?q"));
    assertThat(reason(target)).isEqualTo(Reason.FOREIGN_ORIGIN);
  }

  @Test
  void aCalloutThatIsRefusedForItsTargetRenewsNothing() {
    bindTo("https://api.example.com");
    URI own = URI.create("https://api.example.com/");
    callouts().authenticate(N, "POST", own);
    node.pass(Duration.ofSeconds(3_100)); // it is stale

    assertThat(reason("https://evil-api.example.com/")).isEqualTo(Reason.FOREIGN_ORIGIN);
    assertThat(callouts().authenticateAsync(N, "POST", URI.create("https://evil.io/")))
        .failsWithin(Duration.ofSeconds(30))
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(CalloutRefusedException.class);

    node.awaitQuiet();
    assertThat(server.exchanges()).isEqualTo(1);
    callouts().authenticate(N, "POST", own);
    server.awaitExchanges(2);
  }

  @Test
  void narrowedOriginsHoldForATokenThatIsHeld() {
    Provider provider = node.bound(N);
    node.token(N);

    providers()
        .update(
            provider.id(),
            provider.version(),
            provider.toSettings().toBuilder()
                .testEndpoint("")
                .noOrigins()
                .origin("https://other.example.com")
                .build());

    Eventually.holds(() -> catchThrowable(() -> node.token(N)) != null);
    assertThat(reason(Node.TARGET)).isEqualTo(Reason.FOREIGN_ORIGIN);
    callouts().authenticate(N, "POST", URI.create("https://other.example.com/"));
    assertThat(server.exchanges()).isEqualTo(2);
  }

  @ParameterizedTest
  @NullAndEmptySource
  void aTokenGoesNowhereWhileItsRowDoesNotSayWhere(@Nullable String origins) {
    ProviderKey key = new ProviderKey("acme", node.bound(N).id().value());
    ProviderRow row = node.store.providers().find(key).orElseThrow();
    Map<String, String> settings = new HashMap<>(row.content().settings());
    assertThat(settings.remove("origins")).isEqualTo("*");
    if (origins != null) {
      settings.put("origins", origins);
    }
    ProviderContent silent = row.content().toBuilder().settings(settings).build();
    node.store.providers().update(key, row.version(), NewNumber.NONE, silent);

    assertThat(reason(Node.TARGET)).isEqualTo(Reason.FOREIGN_ORIGIN);
    assertThat(server.exchanges()).isZero();
    Provider read = providers().find(new ProviderId(key.id())).orElseThrow();
    assertThat(read.origins()).isEqualTo(Origins.NONE);
    assertThatThrownBy(() -> providers().update(read.id(), read.version(), read.toSettings()))
        .hasMessageContaining("origins must say");
  }

  @Test
  void aRefusalNamesTheProviderAndTheTargetsOriginAndNothingElseOfTheTarget() {
    bindTo("https://api.example.com");
    String foreign = "https://evil.example:8443/orders?key=abc";
    String plain = "http://api.example.com/orders?key=abc";

    assertThat(refusal(N, URI.create(foreign)))
        .hasMessageStartingWith("The callout to https://evil.example:8443 is refused")
        .hasMessageContaining("the token of CRM (")
        .hasMessageNotContaining("orders");
    assertThat(callouts().authenticateAsync(N, "GET", URI.create(foreign)))
        .failsWithin(Duration.ofSeconds(10))
        .withThrowableThat()
        .withMessageContaining("https://evil.example:8443 is refused");
    assertThat(refusal(N, URI.create(plain)))
        .hasMessageStartingWith("The callout to http://api.example.com")
        .hasMessageContaining("not https")
        .hasMessageNotContaining("orders");
  }

  @Test
  void anOriginsSchemeCounts() {
    bindTo(server.url(""));
    URI plain = URI.create(server.url("/orders"));
    URI other = URI.create(server.url("/orders").replace("http:", "https:"));

    assertThat(callouts().authenticate(N, "GET", plain)).isNotNull();
    assertThatThrownBy(() -> callouts().authenticate(N, "GET", other))
        .isInstanceOf(CalloutRefusedException.class);
  }
}
