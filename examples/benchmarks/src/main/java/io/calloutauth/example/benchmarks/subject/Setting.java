package io.calloutauth.example.benchmarks.subject;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What a subject is set up for.
 *
 * @param tokenEndpoint where tokens come from
 * @param notifications how many notifications there are
 * @param providers how many providers they are spread over
 * @param timeout how long a request for a token may take
 * @param target where callouts go
 */
public record Setting(
    URI tokenEndpoint, int notifications, int providers, Duration timeout, URI target) {

  /** Where callouts go, as far as the header is concerned. */
  public static final URI TARGET = URI.create("https://api.example.com/orders");

  /** Makes a setting whose callouts go to {@link #TARGET}. */
  public Setting(URI tokenEndpoint, int notifications, int providers, Duration timeout) {
    this(tokenEndpoint, notifications, providers, timeout, TARGET);
  }

  /** Returns a setting with one notification, one provider and 15 seconds. */
  public static Setting single(URI tokenEndpoint) {
    return new Setting(tokenEndpoint, 1, 1, Duration.ofSeconds(15));
  }

  /** Returns the same with callouts that go elsewhere. */
  public Setting to(URI target) {
    return new Setting(tokenEndpoint, notifications, providers, timeout, target);
  }

  /** Returns the origin of the callouts' target. */
  public String origin() {
    return target.resolve("/").toString();
  }

  /** Returns the id of a notification. */
  public static String notification(int number) {
    return "notification-" + number;
  }

  /** Returns the ids of all notifications. */
  public List<String> allNotifications() {
    return IntStream.range(0, notifications).mapToObj(Setting::notification).toList();
  }

  /** Returns the number of the provider that a notification authenticates with. */
  public int providerOf(int notification) {
    return notification % providers;
  }

  /** Returns the client id at a provider. */
  public static String clientId(int provider) {
    return "client-" + provider;
  }
}
