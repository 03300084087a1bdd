package io.calloutauth.example.console;

import java.util.List;

/** Something to be told on the terminal when the console has started. */
@FunctionalInterface
public interface Announced {

  /** Returns what is to be told, line by line. */
  List<String> lines();
}
