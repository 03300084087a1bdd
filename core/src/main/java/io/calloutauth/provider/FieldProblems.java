package io.calloutauth.provider;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a draft, field by field. Not thread-safe. */
final class FieldProblems {

  private final List<FieldProblem> found = new ArrayList<>();

  /** Notes what is wrong with a field and what to type instead; never what was typed. */
  void add(ProviderField field, String reason) {
    found.add(new FieldProblem(field, reason));
  }

  /** Tells whether anything is wrong with a field. */
  boolean has(ProviderField field) {
    return found.stream().anyMatch(problem -> problem.field() == field);
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Returns all of it, in the order in which it was found. */
  List<FieldProblem> list() {
    return List.copyOf(found);
  }

  @Override
  public String toString() {
    return "Problems" + found;
  }
}
