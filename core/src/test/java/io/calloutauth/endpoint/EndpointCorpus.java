package io.calloutauth.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the collected endpoint URLs, and our own beside them, with the verdict each must get. */
public final class EndpointCorpus {

  private static final String GIVEN = "/corpus/endpoint-urls.tsv";
  private static final String OWN = "/corpus/endpoint-urls-own.tsv";
  private static final Pattern UNICODE = Pattern.compile("\\\\u([0-9a-fA-F]{4})");
  private static final Pattern DNS = Pattern.compile("\\G\\{dns:([^=}]+)=([^}]*)}\\s*");
  private static final Pattern REDIRECT = Pattern.compile("\\{redirect:(\\d+) ?([^}]*)}");

  /** For rows whose look-ups get no answer: nobody waits for one longer than it takes to see. */
  private static final BoundedResolver.Limits BRIEF =
      new BoundedResolver.Limits(Duration.ofSeconds(1), Duration.ofMillis(300), 8, 4);

  private EndpointCorpus() {}

  /** Returns all rows. */
  public static Stream<Row> rows() {
    return Stream.of(GIVEN, OWN)
        .flatMap(name -> text(name).lines())
        .filter(line -> !line.isBlank())
        .map(EndpointCorpus::row);
  }

  private static Row row(String line) {
    String[] columns = (line + "\t\t").split("\t", 4);
    String url =
        UNICODE
            .matcher(columns[0])
            .replaceAll(
                hex -> Matcher.quoteReplacement("" + (char) Integer.parseInt(hex.group(1), 16)));
    return new Row(url, columns[1].equals("allow"), columns[2]);
  }

  private static String text(String name) {
    try (InputStream file =
        Objects.requireNonNull(EndpointCorpus.class.getResourceAsStream(name), name)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** One URL, its verdict, and why. */
  public record Row(String url, boolean allowed, String why) {

    /** Tells whether the verdict is about an answer of the server, and not about the URL. */
    public boolean redirects() {
      return why.contains("{redirect:");
    }

    /** Returns the status that the row's server answers with. */
    public int redirectStatus() {
      return Integer.parseInt(redirect().group(1));
    }

    /** Returns where the row's server redirects to. */
    public String redirectLocation() {
      return redirect().group(2);
    }

    private Matcher redirect() {
      Matcher redirect = REDIRECT.matcher(why);
      if (!redirect.find()) {
        throw new IllegalStateException("no redirect: " + why);
      }
      return redirect;
    }

    /** Returns the address that the row's first look-up answers, where it is the only one. */
    InetAddress firstAnswer() {
      Matcher dns = DNS.matcher(why);
      if (!dns.find()) {
        throw new IllegalStateException("no answer: " + why);
      }
      return Addresses.of(dns.group(2).split(" then ", 2)[0]);
    }

    /** Tells whether the row says what DNS answers. */
    public boolean saysDns() {
      return DNS.matcher(why).lookingAt();
    }

    /** Tells whether a look-up of the row gets no answer in time. */
    boolean timesOut() {
      return saysDns() && why.contains(FakeResolver.TIMEOUT);
    }

    /** Returns the resolver that knows what the row says about DNS. */
    public FakeResolver resolver() {
      FakeResolver resolver = new FakeResolver();
      Matcher dns = DNS.matcher(why);
      while (dns.find()) {
        for (String answer : dns.group(2).split(" then ", -1)) {
          resolver.answer(dns.group(1).toLowerCase(Locale.ROOT), answer.split("\\|"));
        }
      }
      return resolver;
    }

    /** Returns the strict policy over what the row says about DNS. */
    public PublicEndpoints policy(FakeResolver resolver) {
      BoundedResolver bounded =
          timesOut() ? new BoundedResolver(resolver, BRIEF) : BoundedResolver.over(resolver);
      return PublicEndpoints.builder().boundedResolver(bounded).build();
    }

    @Override
    public String toString() {
      return url.length() > 120 ? url.substring(0, 120) : url;
    }
  }
}
