package io.calloutauth;

import java.util.List;
import java.util.stream.Collectors;

/** Thrown when settings are not acceptable: names every bad field at once. Nothing was saved. */
public final class InvalidSettingsException extends CalloutAuthException {

  private final List<FieldProblem> problems;

  InvalidSettingsException(List<FieldProblem> problems) {
    super(
        "The settings cannot be used: "
            + problems.stream().map(FieldProblem::toString).collect(Collectors.joining("; ")),
        Retry.NEVER);
    this.problems = List.copyOf(problems);
  }

  /** Returns what is wrong, a field at most once, in the order of {@link ProviderField}. */
  public List<FieldProblem> problems() {
    return problems;
  }
}
