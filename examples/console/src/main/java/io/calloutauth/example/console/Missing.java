package io.calloutauth.example.console;

/** Thrown when a page is asked for whose subject the tenant does not have. */
public final class Missing extends RuntimeException {

  /** Takes a sentence for whoever asked. */
  public Missing(String sentence) {
    super(sentence);
  }
}
