package io.calloutauth.apache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.calloutauth.CalloutRefusedException;
import java.net.URI;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.HttpRequest;
import org.apache.hc.core5.http.support.BasicRequestBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutedTargetTest {

  private static final HttpHost PROXY = new HttpHost("http", "proxy.example.com", 3128);

  private static HttpRequest request(String url) {
    return BasicRequestBuilder.get(url).build();
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.example.com/, https, api.example.com, 443",
    "https://API.Example.com/, https, api.example.COM, 443",
    "https://api.example.com:8443/, https, api.example.com, 8443",
    "https://api.example.com:443/, https, api.example.com, 443",
    "http://api.example.com/, http, api.example.com, 80",
    "https://[2001:db8::1]/, https, 2001:db8::1, 443",
    "https://[2001:db8::1]/, https, [2001:db8::1], 443"
  })
  void isTheUrlOfTheRoute(String url, String scheme, String host, int port) throws Exception {
    HttpRoute route = new HttpRoute(new HttpHost(scheme, host, port), null, true);

    assertThat(RoutedTarget.of(request(url), route).getPath()).isEqualTo("/");
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.example.com/, http, api.example.com, 443",
    "https://api.example.com/, https, evil.example.com, 443",
    "https://api.example.com/, https, api.example.com.evil.io, 443",
    "https://api.example.com/, https, api.example.com, 8443",
    "https://api.example.com:8443/, https, api.example.com, 443",
    "https://[2001:db8::1]/, https, 2001:db8::2, 443"
  })
  void isRefusedWhereTheRouteIsAnother(String url, String scheme, String host, int port) {
    HttpRoute route = new HttpRoute(new HttpHost(scheme, host, port), null, true);

    assertThatExceptionOfType(CalloutRefusedException.class)
        .isThrownBy(() -> RoutedTarget.of(request(url), route))
        .withMessageContaining("route leads elsewhere")
        .extracting(CalloutRefusedException::reason)
        .isEqualTo(CalloutRefusedException.Reason.ROUTED_ELSEWHERE);
  }

  @Test
  void goesThroughAProxyInATunnelOnly() throws Exception {
    HttpHost host = new HttpHost("https", "api.example.com", 443);
    HttpRequest request = request("https://api.example.com/");

    assertThat(RoutedTarget.of(request, new HttpRoute(host, null, PROXY, true)))
        .isEqualTo(URI.create("https://api.example.com/"));
    assertThatExceptionOfType(CalloutRefusedException.class)
        .isThrownBy(() -> RoutedTarget.of(request, new HttpRoute(host, null, PROXY, false)));
  }

  @Test
  void leavesWhatHasNoHostToTheAuthenticator() throws Exception {
    HttpRoute route = new HttpRoute(new HttpHost("https", "api.example.com", 443), null, true);

    assertThat(RoutedTarget.of(request("/orders"), route)).isEqualTo(URI.create("/orders"));
  }
}
