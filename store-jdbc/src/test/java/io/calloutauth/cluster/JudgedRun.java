package io.calloutauth.cluster;

import io.calloutauth.cluster.History.Callout;
import io.calloutauth.cluster.History.Change;
import io.calloutauth.cluster.History.Issued;

/**
 * A run that a test makes up. Tokens live 60 seconds and are usable for 45; an exchange takes 200
 * milliseconds, a change 100.
 */
final class JudgedRun {

  /** The node that asks, unless a test says otherwise. */
  static final int NODE = 0;

  static final int OTHER = 1;

  private static final Terms TERMS = new Terms(60_000, 15_000, 350);

  private final History history = new History();

  History history() {
    return history;
  }

  Verdict verdict() {
    return new Verdict(history, TERMS);
  }

  void issued(String token, int provider, long at) {
    issued(NODE, token, provider, at);
  }

  void issued(int node, String token, int provider, long at) {
    history.issued(new Issued(node, provider, 0, token, at, at + 200));
  }

  void revoked(int provider, long at) {
    int number = history.changes().size();
    history.changed(new Change(number, true, provider, 0, at, at + 100, true));
  }

  void served(int provider, String token, long at) {
    waited(NODE, provider, token, at, at);
  }

  /** Takes a callout that got its token when it had waited. */
  void waited(int node, int provider, String token, long asked, long answered) {
    history.callout(new Callout(node, provider, asked, answered, token, null));
  }

  void failed(int provider, long at) {
    failed(NODE, provider, at);
  }

  void failed(int node, int provider, long at) {
    history.callout(new Callout(node, provider, at, at + 100, null, "TokenWaitException"));
  }
}
