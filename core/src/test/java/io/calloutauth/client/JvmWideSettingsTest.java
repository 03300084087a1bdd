package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.LoopbackPolicy;
import io.calloutauth.oauth.GrantInput;
import io.calloutauth.oauth.RegisteredClient;
import io.calloutauth.oauth.TokenFailure;
import io.calloutauth.testkit.FakeServer;
import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a host has set for the whole JVM has no part in talking to authorization servers. */
class JvmWideSettingsTest {

  private static final Map<String, String> PROXIES =
      Map.of(
          "http.proxyHost", "192.0.2.1",
          "http.proxyPort", "9",
          "http.nonProxyHosts", "none.example",
          "https.proxyHost", "192.0.2.1",
          "socksProxyHost", "127.0.0.1",
          "socksProxyPort", "9",
          "socksNonProxyHosts", "none.example");

  private final List<String> asked = Collections.synchronizedList(new ArrayList<>());
  private final @Nullable CookieHandler cookies = CookieHandler.getDefault();
  private final @Nullable ProxySelector proxies = ProxySelector.getDefault();
  private final @Nullable Authenticator authenticator = Authenticator.getDefault();

  @BeforeEach
  void set() {
    PROXIES.forEach(System::setProperty);
    CookieHandler.setDefault(new AskedCookieHandler());
    ProxySelector.setDefault(new AskedProxySelector());
    Authenticator.setDefault(new AskedAuthenticator());
  }

  @AfterEach
  void reset() {
    PROXIES.keySet().forEach(System::clearProperty);
    CookieHandler.setDefault(cookies);
    ProxySelector.setDefault(proxies);
    Authenticator.setDefault(authenticator);
  }

  @Test
  void neitherCookiesNorAuthenticatorNorProxiesHaveAPart() throws Exception {
    String head =
        "HTTP/1.1 401 No\nWWW-Authenticate: Basic realm=\"x\"\nSet-Cookie: session=1; Path=/";
    try (FakeServer server = FakeServer.start(FakeServer.text(head, ""));
        TokenClient client = HttpTokenClient.builder(LoopbackPolicy.allowing()).build()) {
      RegisteredClient registered = Clients.of(server.endpoint("/token"));

      for (int i = 0; i < 2; i++) {
        TokenFailure failure =
            (TokenFailure) client.fetch(registered, GrantInput.NONE, Clients.PLENTY);
        assertThat(failure.status()).isEqualTo(401);
        assertThat(server.request().headers()).doesNotContainKey("cookie");
        assertThat(server.waiting()).isZero();
      }
    }
    assertThat(asked).isEmpty();
  }

  private final class AskedCookieHandler extends CookieHandler {

    @Override
    public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
      asked.add("cookies");
      return Map.of("Cookie", List.of("stolen=1"));
    }

    @Override
    public void put(URI uri, Map<String, List<String>> headers) {
      asked.add("cookies");
    }
  }

  private final class AskedProxySelector extends ProxySelector {

    @Override
    public List<Proxy> select(URI uri) {
      // The JDK's own sockets ask for SOCKS here.
      asked.add("proxies for " + uri);
      return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      asked.add("proxies");
    }
  }

  private final class AskedAuthenticator extends Authenticator {

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      asked.add("authenticator");
      return new PasswordAuthentication("user", "password".toCharArray());
    }
  }
}
