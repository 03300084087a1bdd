package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.endpoint.Origin;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginTest {

  @ParameterizedTest
  @CsvSource({
    "HTTPS://API.example.com/orders?a#b, https://api.example.com",
    "https://api.example.com:443, https://api.example.com",
    "http://127.0.0.1:80/, http://127.0.0.1",
    "https://api.example.com:80, https://api.example.com:80",
    "https://api.example.com:0, https://api.example.com:0",
    "https://api.example.com:65535, https://api.example.com:65535"
  })
  void isSchemeHostAndPortAlone(String url, String origin) {
    assertThat(Origin.of(URI.create(url))).hasToString(origin);
  }
}
