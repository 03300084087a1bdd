package io.calloutauth.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of judging a draft.
 *
 * @param settings the settings; null when anything is wrong
 * @param problems all that is wrong, field by field; empty when nothing is
 */
record ValidationResult(@Nullable ValidSettings settings, List<FieldProblem> problems) {}
