package io.calloutauth.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.MalformedURLException;
import java.net.URL;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Bends the collected URLs: what is still allowed must mean the same host to another parser. */
class EndpointFuzzTest {

  private static final int ROUNDS = 100_000;
  private static final String INSERTED = "@:/\\?#%.[]01xX9afeE-_ \t;&=\u00df\uff0e";

  private final Random random = new Random(20_260_722);
  private final PublicEndpoints policy =
      PublicEndpoints.builder()
          .ownAddresses(new OwnAddresses(Set::of, InstantSource.system()))
          .build();

  @Test
  void allowsOnlyWhatAnotherParserReadsAlike() throws MalformedURLException {
    List<String> urls = EndpointCorpus.rows().map(EndpointCorpus.Row::url).toList();
    int allowed = 0;
    for (int i = 0; i < ROUNDS; i++) {
      String url = bent(urls.get(random.nextInt(urls.size())));
      Endpoint endpoint = policy.check("acme", url).endpoint();
      if (endpoint != null) {
        assertReadAlike(url, endpoint.origin());
        allowed++;
      }
    }
    assertThat(allowed).isGreaterThan(ROUNDS / 100);
  }

  private void assertReadAlike(String url, Origin origin) throws MalformedURLException {
    URL other = new URL(url);
    int port = other.getPort() < 0 ? other.getDefaultPort() : other.getPort();
    assertThat(other.getProtocol()).isEqualTo("https");
    assertThat(other.getUserInfo()).as(url).isNull();
    assertThat(other.getHost().toLowerCase(Locale.ROOT)).as(url).isEqualTo(origin.host());
    assertThat(port).as(url).isEqualTo(origin.port());
    assertThat(isPublic(origin.host())).as(url).isTrue();
  }

  /** Judges a literal as the JDK reads it, ambiguous forms included. */
  private boolean isPublic(String host) {
    if (!host.startsWith("[") && !host.matches("[0-9.]+")) {
      return !SpecialNames.contains(host);
    }
    byte[] address = Addresses.of(host.replaceAll("[\\[\\]]", "")).getAddress();
    return address.length == 4 ? !SpecialIpv4.contains(address) : !SpecialIpv6.contains(address);
  }

  private String bent(String url) {
    StringBuilder text = new StringBuilder(url);
    for (int i = random.nextInt(4); i >= 0 && text.length() > 0; i--) {
      int at = random.nextInt(Math.min(text.length(), 60));
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, INSERTED.charAt(random.nextInt(INSERTED.length())));
        case 1 -> text.deleteCharAt(at);
        case 2 -> text.setCharAt(at, Character.toUpperCase(text.charAt(at)));
        default -> text.replace(at, at + 1, "%%%02x".formatted((int) text.charAt(at)));
      }
    }
    return text.toString();
  }
}
