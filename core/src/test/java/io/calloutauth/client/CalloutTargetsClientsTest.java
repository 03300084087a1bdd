package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.calloutauth.endpoint.CalloutTargets;
import io.calloutauth.endpoint.FakeResolver;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.testkit.FakeServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.DnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host's own HTTP clients, with the policy's addresses for their only ones. */
class CalloutTargetsClientsTest {

  private final FakeResolver resolver = new FakeResolver();
  private final CalloutTargets targets =
      PublicEndpoints.builder()
          .nameResolver(resolver)
          .allowCidr("127.0.0.1/32") // where the receiver stands in for one on the internet
          .build()
          .calloutTargets("acme");
  private FakeServer receiver;

  @BeforeEach
  void start() throws IOException {
    receiver = FakeServer.start(FakeServer.text("HTTP/1.1 200 OK\nConnection: close", "hello"));
  }

  @AfterEach
  void stop() {
    receiver.close();
  }

  /** An HTTP client whose hook for DNS is the policy's. */
  enum Client {
    OK_HTTP {
      @Override
      String get(CalloutTargets targets, String url) throws IOException {
        OkHttpClient client = new OkHttpClient.Builder().dns(targets::lookup).build();
        try (Response answer = client.newCall(new Request.Builder().url(url).build()).execute()) {
          return answer.body().string();
        }
      }
    },
    APACHE {
      @Override
      String get(CalloutTargets targets, String url) throws IOException {
        try (CloseableHttpClient client =
            HttpClients.custom()
                .setConnectionManager(
                    PoolingHttpClientConnectionManagerBuilder.create()
                        .setDnsResolver(resolver(targets))
                        .build())
                .disableAutomaticRetries()
                .build()) {
          return client.execute(
              new HttpGet(url), answer -> EntityUtils.toString(answer.getEntity()));
        }
      }
    };

    abstract String get(CalloutTargets targets, String url) throws IOException;

    private static DnsResolver resolver(CalloutTargets targets) {
      return new DnsResolver() {
        @Override
        public InetAddress[] resolve(String host) throws UnknownHostException {
          return targets.resolve(host);
        }

        @Override
        public String resolveCanonicalHostname(String host) {
          return host;
        }
      };
    }
  }

  private String url(String host) {
    return "http://" + host + ":" + receiver.port() + "/orders";
  }

  @ParameterizedTest
  @EnumSource
  void connectToTheAddressesThatWereJudged(Client client) throws Exception {
    resolver.answer("api.example.com", "127.0.0.1");

    assertThat(client.get(targets, url("api.example.com"))).isEqualTo("hello");

    assertThat(receiver.request().header("host")).isEqualTo("api.example.com:" + receiver.port());
    assertThat(resolver.asked()).containsExactly("api.example.com");
  }

  @ParameterizedTest
  @EnumSource
  void connectNowhereWhenOneAddressIsDisallowed(Client client) {
    resolver.answer("api.example.com", "127.0.0.1", "10.0.0.1");

    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> client.get(targets, url("api.example.com")));
    assertThat(receiver.connections()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void askAgainForTheNextConnectionAndAreNotRebound(Client client) throws Exception {
    resolver.answer("api.example.com", "127.0.0.1").answer("api.example.com", "127.0.0.2");
    client.get(targets, url("api.example.com"));

    assertThatExceptionOfType(UnknownHostException.class)
        .isThrownBy(() -> client.get(targets, url("api.example.com")));
    assertThat(receiver.connections()).isEqualTo(1);
  }
}
