package io.calloutauth.cluster;

import io.calloutauth.cluster.History.Callout;
import io.calloutauth.cluster.History.Issued;
import io.calloutauth.cluster.History.Span;
import java.util.List;

/** What kills, stops and outages excuse, and nothing beyond it. Immutable. */
final class Disturbances {

  private final List<Span> kills;
  private final List<Span> stops;
  private final List<Span> outages;

  Disturbances(History history) {
    this.kills = history.kills();
    this.stops = history.stops();
    this.outages = history.outages();
  }

  /**
   * Returns whether a token may never have come into the shared row: its node was killed or stopped
   * in the exchange, or the database was down.
   */
  boolean mayBeLost(Issued token) {
    return kills.stream().anyMatch(kill -> inFlight(token, kill.from()))
        || stops.stream().anyMatch(stop -> inFlight(token, stop.from()))
        || isWithoutDatabase(token.arrived(), token.answered());
  }

  /**
   * Returns whether a token was asked for by a node that could not know better: one that was
   * stopped just before it sent its request and went on, or any one without the database.
   */
  boolean isBlind(Issued token) {
    return stops.stream().anyMatch(stop -> inFlight(token, stop.to()))
        || isWithoutDatabase(token.arrived(), token.answered());
  }

  private static boolean inFlight(Issued token, long at) {
    return token.arrived() <= at + Terms.WRITTEN && token.answered() >= at - Terms.WRITTEN;
  }

  /** Returns whether a node was stopped, or without the database, at any time of its callout. */
  boolean hinders(Callout callout) {
    return isWithoutDatabase(callout.asked(), callout.answered())
        || stops.stream()
            .filter(stop -> stop.node() == callout.node())
            .anyMatch(stop -> stop.overlaps(callout.asked() - Terms.WRITTEN, callout.answered()));
  }

  boolean isWithoutDatabase(long from, long to) {
    return outages.stream()
        .anyMatch(outage -> outage.overlaps(from - Terms.HEALED, to + Terms.WRITTEN));
  }

  /**
   * Returns until when a node must have heard of a change: {@link Terms#HEARD} of a time in which
   * it runs and the database answers.
   */
  long heard(int node, long changed) {
    long until = changed + Terms.HEARD;
    long before = changed;
    while (until > before) {
      before = until;
      until = Math.max(until, after(outages, changed, until));
      List<Span> own = stops.stream().filter(stop -> stop.node() == node).toList();
      until = Math.max(until, after(own, changed, until));
    }
    return until;
  }

  private static long after(List<Span> spans, long from, long to) {
    return spans.stream()
        .filter(span -> span.overlaps(from, to))
        .mapToLong(span -> span.to() + Terms.HEARD)
        .max()
        .orElse(to);
  }
}
