package io.calloutauth;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with a draft, field by field. Not thread-safe. */
final class Problems {

  private final List<FieldProblem> found = new ArrayList<>();

  /** Notes what is wrong with a field and what to type instead; never what was typed. */
  void add(ProviderField field, String reason) {
    found.add(new FieldProblem(field, reason));
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  InvalidSettingsException exception() {
    return new InvalidSettingsException(found);
  }

  @Override
  public String toString() {
    return "Problems" + found;
  }
}
