package io.calloutauth.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.CalloutAuth;
import io.calloutauth.apache.CalloutExecHandler;
import io.calloutauth.okhttp.CalloutInterceptor;
import io.calloutauth.spring.CalloutExchangeFilter;
import io.calloutauth.spring.CalloutRequestInterceptor;
import java.io.IOException;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.junit.jupiter.api.Test;
import org.springframework.http.client.JdkClientHttpRequestFactory;
import org.springframework.web.client.RestClient;
import org.springframework.web.reactive.function.client.WebClient;

/** What the README shows of each adapter, compiled and run. */
class ReadmeAdaptersTest extends AdapterTest {

  @Test
  void okHttpTakesAnInterceptor() throws IOException {
    CalloutAuth auth = node.auth;
    // tag::okhttp
    OkHttpClient client =
        new OkHttpClient.Builder()
            .followRedirects(false)
            .addInterceptor(CalloutInterceptor.of(auth.callouts(), "invoice-posted"))
            .build();
    // end::okhttp

    Request request = new Request.Builder().url(target.uri("/").toString()).build();
    try (Response response = client.newCall(request).execute()) {
      assertThat(response.code()).isEqualTo(200);
    }
    assertThat(request.header("Authorization")).isNull();
  }

  @Test
  void apacheTakesAHandler() throws IOException {
    CalloutAuth auth = node.auth;
    // tag::apache
    CalloutExecHandler handler = CalloutExecHandler.of(auth.callouts(), "invoice-posted");
    CloseableHttpClient client =
        HttpClients.custom().addExecInterceptorFirst("callout-auth", handler).build();
    // end::apache

    try (client) {
      assertThat((int) client.execute(new HttpGet(target.uri("/")), r -> r.getCode()))
          .isEqualTo(200);
    }
  }

  @Test
  void springTakesAnInterceptor() {
    CalloutAuth auth = node.auth;
    // tag::spring
    RestClient client =
        RestClient.builder()
            .requestFactory(new JdkClientHttpRequestFactory())
            .requestInterceptor(CalloutRequestInterceptor.of(auth.callouts(), "invoice-posted"))
            .build();
    // end::spring

    assertThat(client.get().uri(target.uri("/")).retrieve().body(String.class))
        .isEqualTo("hello token-2");
  }

  @Test
  void webClientTakesAFilter() {
    CalloutAuth auth = node.auth;
    // tag::webclient
    WebClient client =
        WebClient.builder()
            .filter(CalloutExchangeFilter.of(auth.callouts(), "invoice-posted"))
            .build();
    // end::webclient

    assertThat(client.get().uri(target.uri("/")).retrieve().bodyToMono(String.class).block())
        .isEqualTo("hello token-2");
  }
}
