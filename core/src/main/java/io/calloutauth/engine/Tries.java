package io.calloutauth.engine;

import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Asks a question again while the outcome is one that passes: an edit came between. */
final class Tries {

  /** An edit at every turn cannot keep a caller going round for ever. */
  private static final int MOST = 5;

  private Tries() {}

  /** Asks, and asks again while the outcome passes; the last outcome counts, whatever it is. */
  static <T> CompletableFuture<T> ask(
      Supplier<CompletableFuture<T>> question, Predicate<T> passing) {
    return ask(question, passing, MOST);
  }

  private static <T> CompletableFuture<T> ask(
      Supplier<CompletableFuture<T>> question, Predicate<T> passing, int tries) {
    return question
        .get()
        .thenCompose(
            outcome ->
                passing.test(outcome) && tries > 1
                    ? ask(question, passing, tries - 1)
                    : CompletableFuture.completedFuture(outcome));
  }
}
