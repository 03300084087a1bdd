package io.calloutauth.example.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Redirects name no host: what a request's {@code Host} says leads nowhere else. */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {
      "spring.datasource.url=jdbc:h2:mem:redirects;DB_CLOSE_DELAY=-1",
      "console.sealing-keys={\"keys\":[{\"kty\":\"oct\",\"kid\":\"own\",\"k\":\""
          + "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY\"}]}",
      "console.users[0].name=olga",
      "console.users[0].password={noop}right",
      "console.users[0].tenant=initech",
      "console.users[0].roles=providers"
    })
class RedirectsTest {

  private static final Pattern LOCATION = Pattern.compile("(?i)\r\nLocation: (.*)\r\n");
  private static final Pattern SESSION =
      Pattern.compile("(?i)\r\nSet-Cookie: (CALLOUTAUTHCONSOLE=\\w+)");
  private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

  @LocalServerPort private int port;

  @Test
  void leadToPathsWhateverHostIsAskedFor() throws IOException {
    assertThat(location(sent("GET", "/providers", "", ""))).isEqualTo("/login");

    String page = sent("GET", "/login", "", "");
    String form =
        "username=olga&password=right&_csrf="
            + URLEncoder.encode(found(CSRF, page), StandardCharsets.UTF_8);
    String signedIn = sent("POST", "/login", found(SESSION, page), form);
    assertThat(location(signedIn)).isEqualTo("/providers");
    assertThat(location(sent("GET", "/", found(SESSION, signedIn), ""))).isEqualTo("/providers");
  }

  private static String location(String response) {
    assertThat(response).startsWith("HTTP/1.1 302");
    return found(LOCATION, response);
  }

  private static String found(Pattern pattern, String response) {
    Matcher matcher = pattern.matcher(response);
    assertThat(matcher.find()).as("%s in %s", pattern, response).isTrue();
    return matcher.group(1);
  }

  /** Sends a request with another host's name, which no HTTP client would. */
  private String sent(String method, String path, String cookie, String form) throws IOException {
    String request =
        method
            + " "
            + path
            + " HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\nAccept: text/html\r\n"
            + (cookie.isEmpty() ? "" : "Cookie: " + cookie + "\r\n")
            + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: "
            + form.length()
            + "\r\n\r\n"
            + form;
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      OutputStream out = socket.getOutputStream();
      out.write(request.getBytes(StandardCharsets.US_ASCII));
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
