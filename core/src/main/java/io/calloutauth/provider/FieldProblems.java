package io.calloutauth.provider;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Collects what is wrong with a draft: of each field what was found first. Not thread-safe. */
final class FieldProblems {

  private final Map<ProviderField, FieldProblem> found = new TreeMap<>();

  /** Notes what is wrong with a field and what to type instead; never what was typed. */
  void add(ProviderField field, String reason) {
    found.putIfAbsent(field, new FieldProblem(field, reason));
  }

  /** Tells whether anything is wrong with a field. */
  boolean has(ProviderField field) {
    return found.containsKey(field);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Returns all of it, in the order of the fields. */
  List<FieldProblem> list() {
    return List.copyOf(found.values());
  }

  @Override
  public String toString() {
    return "Problems" + found.values();
  }
}
