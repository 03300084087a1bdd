package io.calloutauth.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the collected endpoint URLs with the verdict each must get. */
final class EndpointCorpus {

  private static final Pattern UNICODE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");
  private static final Pattern DNS = Pattern.compile("\\{dns:([^=}]+)=([^}]+)}");

  private static final Pattern REDIRECT = Pattern.compile("\\{redirect:(\\d+) ([^}]+)}");

  private EndpointCorpus() {}

  /** Returns all rows. */
  static Stream<Row> rows() {
    return text().lines().map(EndpointCorpus::row);
  }

  private static Row row(String line) {
    String[] columns = line.split("\t", 3);
    String url =
        UNICODE
            .matcher(columns[0])
            .replaceAll(
                hex -> Matcher.quoteReplacement("" + (char) Integer.parseInt(hex.group(1), 16)));
    return new Row(url, columns[1].equals("allow"), columns[2]);
  }

  private static String text() {
    try (InputStream file =
        Objects.requireNonNull(
            EndpointCorpus.class.getResourceAsStream("/corpus/endpoint-urls.tsv"))) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** One URL, its verdict, and why. */
  record Row(String url, boolean allowed, String why) {

    /** Tells whether the verdict is about an answer of the server, and not about the URL. */
    boolean redirects() {
      return why.contains("{redirect:");
    }

    /** Returns the status that the row's server answers with. */
    int redirectStatus() {
      return Integer.parseInt(redirect().group(1));
    }

    /** Returns where the row's server redirects to. */
    String redirectLocation() {
      return redirect().group(2);
    }

    private Matcher redirect() {
      Matcher redirect = REDIRECT.matcher(why);
      if (!redirect.find()) {
        throw new IllegalStateException("no redirect: " + why);
      }
      return redirect;
    }

    /** Returns the resolver that knows what the row says about DNS. */
    FakeResolver resolver() {
      FakeResolver resolver = new FakeResolver();
      Matcher dns = DNS.matcher(why);
      while (dns.find()) {
        List.of(dns.group(2).split(" then "))
            .forEach(answer -> resolver.answer(dns.group(1), answer.split("\\|")));
      }
      return resolver;
    }

    @Override
    public String toString() {
      return url.length() > 120 ? url.substring(0, 120) : url;
    }
  }
}
