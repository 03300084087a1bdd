package io.calloutauth;

import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.ProviderField;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Thrown when settings are not acceptable: names every bad field at once. Nothing was saved. */
public final class InvalidSettingsException extends CalloutAuthException {

  private final List<FieldProblem> problems;

  InvalidSettingsException(List<FieldProblem> problems) {
    super(
        "The settings cannot be used: "
            + inOrder(problems).map(FieldProblem::toString).collect(Collectors.joining("; ")),
        Retry.NEVER);
    this.problems = inOrder(problems).toList();
  }

  private static Stream<FieldProblem> inOrder(List<FieldProblem> problems) {
    return problems.stream()
        .sorted(
            Comparator.comparing(
                    FieldProblem::field,
                    Comparator.nullsLast(Comparator.<ProviderField>naturalOrder()))
                .thenComparing(FieldProblem::key));
  }

  /**
   * Returns what is wrong, a field at most once, in the order of {@link ProviderField}; then what
   * no field is.
   */
  public List<FieldProblem> problems() {
    return problems;
  }
}
