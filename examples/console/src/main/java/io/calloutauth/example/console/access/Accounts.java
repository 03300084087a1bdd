package io.calloutauth.example.console.access;

import java.util.List;

/** Adds people who may sign in to those of the configuration. */
@FunctionalInterface
public interface Accounts {

  /** Returns them. */
  List<Account> accounts();
}
