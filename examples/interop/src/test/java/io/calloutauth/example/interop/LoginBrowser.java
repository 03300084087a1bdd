package io.calloutauth.example.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * What a browser does for whoever logs in: it follows redirects, keeps cookies, and sends the forms
 * that it is shown, filled in, until it is sent back. Not thread-safe; not serializable.
 */
final class LoginBrowser {

  private static final int MOST_PAGES = 20;
  private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"");
  private static final Pattern INPUT = Pattern.compile("<input[^>]*>");
  private static final Pattern NAME = Pattern.compile("name=\"([^\"]+)\"");
  private static final Pattern VALUE = Pattern.compile("value=\"([^\"]*)\"");

  /** Name and password, whatever the server calls these fields. */
  private static final Map<String, String> TYPED =
      Map.of(
          "username", StoryClients.USER,
          "login", StoryClients.USER,
          "password", StoryClients.PASSWORD);

  private final HttpClient http;
  private final Map<String, String> cookies = new HashMap<>();

  /** Opens one that trusts the server and shows it no certificate. */
  LoginBrowser(StoryCertificates certificates) throws IOException, GeneralSecurityException {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, new TrustManager[] {certificates.trust()}, null);
    this.http = HttpClient.newBuilder().sslContext(tls).build();
  }

  /** Goes to a page, and returns where it is sent back to. */
  URI sentBack(URI go, URI callback) throws IOException, InterruptedException {
    HttpResponse<String> page = send(HttpRequest.newBuilder(go));
    for (int i = 0; i < MOST_PAGES; i++) {
      Optional<URI> next = page.headers().firstValue("Location").map(page.uri()::resolve);
      if (next.filter(to -> to.toString().startsWith(callback.toString())).isPresent()) {
        return next.get();
      }
      page = next.isPresent() ? send(HttpRequest.newBuilder(next.get())) : submit(page);
    }
    throw new AssertionError("never sent back, but to " + page.uri());
  }

  private HttpResponse<String> submit(HttpResponse<String> page)
      throws IOException, InterruptedException {
    Matcher form = FORM.matcher(page.body());
    assertThat(form.find()).as("a form at %s: %s", page.uri(), page.body()).isTrue();
    Map<String, String> fields = new LinkedHashMap<>();
    for (Matcher input = INPUT.matcher(page.body()); input.find(); ) {
      Matcher name = NAME.matcher(input.group());
      if (name.find()) {
        Matcher value = VALUE.matcher(input.group());
        fields.put(
            name.group(1), TYPED.getOrDefault(name.group(1), value.find() ? value.group(1) : ""));
      }
    }
    URI action = page.uri().resolve(form.group(1).replace("&amp;", "&"));
    return send(
        HttpRequest.newBuilder(action)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(encoded(fields))));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(each -> each.getKey() + "=" + each.getValue())
              .collect(Collectors.joining("; ")));
    }
    HttpResponse<String> page =
        http.send(request.header("Accept", "text/html").build(), BodyHandlers.ofString());
    List<String> set = page.headers().allValues("Set-Cookie");
    set.forEach(each -> keep(each.split(";", 2)[0].split("=", 2)));
    return page;
  }

  /** There is one server, and all its cookies go to each of its pages. */
  private void keep(String[] cookie) {
    if (cookie[1].isEmpty()) {
      cookies.remove(cookie[0]);
    } else {
      cookies.put(cookie[0], cookie[1]);
    }
  }

  static String encoded(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(
            each ->
                each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }
}
