package io.calloutauth.provider;

import io.calloutauth.provider.FieldProblem.Reason;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong with a draft: of each field what was found first. Not thread-safe. */
final class FieldProblems {

  private static final Comparator<FieldProblem> ORDER =
      Comparator.comparing(
              FieldProblem::field, Comparator.nullsLast(Comparator.<ProviderField>naturalOrder()))
          .thenComparing(FieldProblem::key);

  private final Map<String, FieldProblem> found = new LinkedHashMap<>();

  /** Notes what is wrong with a field and what to type instead; never what was typed. */
  void add(ProviderField field, Reason reason) {
    add(new FieldProblem(field, reason));
  }

  void add(FieldProblem problem) {
    found.putIfAbsent(problem.key(), problem);
  }

  void addAll(FieldProblems others) {
    others.found.values().forEach(this::add);
  }

  /** Forgets what is wrong with a field. */
  void remove(String key) {
    found.remove(key);
  }

  /** Tells whether anything is wrong with a field. */
  boolean has(ProviderField field) {
    return found.containsKey(field.key());
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /** Returns all of it, in the order of the fields. */
  List<FieldProblem> list() {
    return found.values().stream().sorted(ORDER).toList();
  }

  @Override
  public String toString() {
    return "Problems" + found.values();
  }
}
