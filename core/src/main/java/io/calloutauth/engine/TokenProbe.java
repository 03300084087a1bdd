package io.calloutauth.engine;

import io.calloutauth.client.TokenClient;
import io.calloutauth.engine.Clients.OpenedClient;
import io.calloutauth.engine.CommandOutcome.TestOutcome;
import io.calloutauth.engine.TokenVault.OpenedToken;
import io.calloutauth.oauth.GrantDetails;
import io.calloutauth.oauth.IntrospectionResult;
import io.calloutauth.oauth.IntrospectionResult.Binding;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.Scope;
import io.calloutauth.oauth.Secret;
import io.calloutauth.oauth.TestEndpointResult;
import io.calloutauth.provider.Provider;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A probe of a token at the two endpoints that tell whether it is good: introspection at the
 * authorization server (RFC 7662), and the test endpoint. Thread-safe; blocks as cipher and server
 * do.
 *
 * @param wire talks to the servers
 * @param clients opens clients
 * @param deadline how long each request may take
 */
record TokenProbe(TokenClient wire, Clients clients, Duration deadline) {

  /**
   * Shows a provider's token to the endpoints that its own entry names.
   *
   * @param grant what came with the token
   * @param provider the same row's view, which also names what the policy does not let be used any
   *     more
   */
  TestOutcome test(OpenedToken token, GrantDetails grant, Provider provider) {
    OpenedClient opened = clients.open(token.entry());
    RegisteredClient client = opened.client();
    if (client == null) {
      return TestOutcome.blocked(opened.obstacle());
    }
    TestOutcome asked = test(client, token.token(), grant);
    boolean introspects = provider.introspectionEndpoint().isPresent();
    boolean tests = provider.testEndpoint().isPresent();
    boolean isRefused =
        (introspects && asked.introspection() == null) || (tests && asked.endpoint() == null);
    return isRefused ? refused(token.entry(), asked, introspects, tests) : asked;
  }

  private TestOutcome refused(
      ProviderEntry entry, TestOutcome asked, boolean introspects, boolean tests) {
    clients.refused(entry);
    IntrospectionResult introspection = asked.introspection();
    TestEndpointResult endpoint = asked.endpoint();
    return new TestOutcome(
        null,
        null,
        asked.grant(),
        introspects && introspection == null ? introspectionRefused() : introspection,
        tests && endpoint == null ? testEndpointRefused() : endpoint);
  }

  private static IntrospectionResult introspectionRefused() {
    return new IntrospectionResult(
        IntrospectionResult.Outcome.UNREACHABLE,
        0,
        null,
        null,
        Binding.NONE,
        null,
        Clients.URL_REFUSED);
  }

  private static TestEndpointResult testEndpointRefused() {
    return new TestEndpointResult(
        TestEndpointResult.Outcome.UNREACHABLE, 0, Scope.EMPTY, null, Clients.URL_REFUSED);
  }

  /** Shows a token to its client's endpoints, where it has any. */
  TestOutcome test(RegisteredClient client, Secret token, GrantDetails grant) {
    return TestOutcome.of(grant, introspect(client, token), show(client, token));
  }

  private @Nullable IntrospectionResult introspect(RegisteredClient client, Secret token) {
    return client.registration().introspectionEndpoint().isPresent()
        ? wire.introspect(client, token, deadline)
        : null;
  }

  private @Nullable TestEndpointResult show(RegisteredClient client, Secret token) {
    return client.registration().testEndpoint().isPresent()
        ? wire.test(client, token, deadline)
        : null;
  }
}
