package io.calloutauth.example.benchmarks.subject;

import java.util.function.BiConsumer;

/** Something that authenticates callouts, ready to be asked. Thread-safe. */
public interface Subject extends AutoCloseable {

  /**
   * Hands over the header of one callout, and fetches a token first where there is none.
   *
   * @param notificationId whose callout it is
   * @param headers takes name and value
   * @throws RuntimeException when there is no token to be had
   */
  void authenticate(String notificationId, BiConsumer<String, String> headers);

  /**
   * Returns once all is over that the subject does a single time after its first callouts. Blocks
   * for some seconds where there is such a thing.
   *
   * @param setting whose notifications had a callout each
   */
  default void settle(Setting setting) {}

  @Override
  void close();
}
