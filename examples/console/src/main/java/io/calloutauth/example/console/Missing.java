package io.calloutauth.example.console;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.ResponseStatus;

/** Thrown when a page is asked for whose subject the tenant does not have. */
@ResponseStatus(HttpStatus.NOT_FOUND)
public final class Missing extends RuntimeException {

  /** Takes a sentence for whoever asked. */
  public Missing(String sentence) {
    super(sentence);
  }
}
