package io.calloutauth.example.benchmarks.scenario;

import io.calloutauth.example.benchmarks.subject.Setting;
import io.calloutauth.example.benchmarks.subject.Subject;
import io.calloutauth.example.benchmarks.subject.Subjects;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;

/**
 * Prints how many nanoseconds it takes from nothing to the answer to a first authenticated callout.
 * Runs in a JVM of its own.
 */
public final class StartUpProbe {

  private StartUpProbe() {}

  /**
   * Measures.
   *
   * @param arguments the subject, the token endpoint and the receiver
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Subjects who = Subjects.valueOf(arguments[0]);
    URI endpoint = URI.create(arguments[1]);
    URI receiver = URI.create(arguments[2]);
    long start = System.nanoTime();
    Subject subject = who.open(Setting.single(endpoint));
    HttpRequest.Builder callout = HttpRequest.newBuilder(receiver);
    subject.authenticate(Setting.notification(0), callout::header);
    HttpClient http = HttpClient.newHttpClient();
    int status = http.send(callout.build(), BodyHandlers.discarding()).statusCode();
    long took = System.nanoTime() - start;
    if (status != 204) {
      throw new IOException("the callout was answered with " + status);
    }
    System.out.println(took);
    System.exit(0); // some of them leave threads behind
  }
}
