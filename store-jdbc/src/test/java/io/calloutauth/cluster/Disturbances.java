package io.calloutauth.cluster;

import io.calloutauth.cluster.History.Callout;
import io.calloutauth.cluster.History.Issued;
import io.calloutauth.cluster.History.Span;
import java.util.List;
import java.util.stream.Stream;

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
    return ofNode(kills, token.node()).anyMatch(kill -> inFlight(token, kill.from()))
        || ofNode(stops, token.node()).anyMatch(stop -> inFlight(token, stop.from()))
        || isWithoutDatabase(token.arrived(), token.answered());
  }

  /**
   * Returns whether a token was asked for by a node that could not know better: one that was
   * stopped just before it sent its request and went on, or any one without the database.
   */
  boolean isBlind(Issued token) {
    return ofNode(stops, token.node()).anyMatch(stop -> inFlight(token, stop.to()))
        || isWithoutDatabase(token.arrived(), token.answered());
  }

  private static boolean inFlight(Issued token, long at) {
    return inFlight(token.arrived(), token.answered(), at);
  }

  private static boolean inFlight(long arrived, long answered, long at) {
    return arrived <= at + Terms.WRITTEN && answered >= at - Terms.WRITTEN;
  }

  /**
   * Returns whether a node was killed or stopped in a token request, or before it could write what
   * came of it: what the database does not take, a node holds until it is there again.
   */
  boolean isMet(int node, long arrived, long answered) {
    return ofNode(Stream.concat(kills.stream(), stops.stream()).toList(), node)
        .anyMatch(
            span ->
                inFlight(arrived, answered, span.from())
                    || outages.stream().anyMatch(down -> isHeld(answered, span.from(), down)));
  }

  private static boolean isHeld(long answered, long at, Span down) {
    return down.overlaps(answered - Terms.HEALED, answered + Terms.WRITTEN)
        && answered <= at
        && at <= down.to() + Terms.HEALED;
  }

  /** Returns whether any node was killed or stopped a lease's time about this moment. */
  boolean isDisturbed(long at, long timeout) {
    return Stream.concat(kills.stream(), stops.stream())
        .anyMatch(span -> span.overlaps(at - Terms.WRITTEN, at + timeout));
  }

  /** Returns whether a node was stopped, or without the database, at any time of its callout. */
  boolean hinders(Callout callout) {
    return isWithoutDatabase(callout.asked(), callout.answered())
        || isStopped(callout, Terms.RESUMED);
  }

  /** Returns whether a node was stopped at any time of its callout, or a while before. */
  boolean isStopped(Callout callout, long before) {
    return ofNode(stops, callout.node())
        .anyMatch(stop -> stop.overlaps(callout.asked() - before, callout.answered()));
  }

  /** Returns whether there was no database from the beginning of a callout to its end. */
  boolean isAllWithoutDatabase(Callout callout) {
    return outages.stream()
        .anyMatch(down -> down.from() <= callout.asked() && callout.answered() <= down.to());
  }

  /** Returns whether a node was killed, and so lost what it held. */
  boolean isKilled(int node, long from, long to) {
    return ofNode(kills, node).anyMatch(kill -> kill.overlaps(from, to));
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
      until = Math.max(until, after(ofNode(stops, node).toList(), changed, until));
    }
    return until;
  }

  private static Stream<Span> ofNode(List<Span> spans, int node) {
    return spans.stream().filter(span -> span.node() == node);
  }

  private static long after(List<Span> spans, long from, long to) {
    return spans.stream()
        .filter(span -> span.overlaps(from, to))
        .mapToLong(span -> span.to() + Terms.HEARD)
        .max()
        .orElse(to);
  }
}
