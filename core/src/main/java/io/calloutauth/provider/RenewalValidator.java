package io.calloutauth.provider;

import io.calloutauth.json.JsonPointer;
import io.calloutauth.oauth.RenewalRules;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Judges what a draft says about how receivers of callouts refuse the token. */
final class RenewalValidator {

  private static final int MOST = 20;
  private static final int VALUE_MOST = 100;

  private final FieldProblems problems;

  RenewalValidator(FieldProblems problems) {
    this.problems = problems;
  }

  /** Returns the rules; what is wrong is noted, and left out of them. */
  RenewalRules rules(ProviderSettings draft) {
    return RenewalRules.of(statuses(draft.renewalStatuses()), body(draft) ? made(draft) : null);
  }

  private static RenewalRules.Body made(ProviderSettings draft) {
    return RenewalRules.Body.of(draft.renewalPointer(), draft.renewalValues());
  }

  private Set<Integer> statuses(List<Integer> typed) {
    if (typed.size() > MOST || !typed.stream().allMatch(RenewalRules::isStatus)) {
      problems.add(ProviderField.RENEWAL_STATUSES, "must be at most 20 from 400 to 499");
    }
    return typed.stream().filter(RenewalRules::isStatus).collect(Collectors.toSet());
  }

  private boolean body(ProviderSettings draft) {
    String pointer = draft.renewalPointer();
    List<String> values = draft.renewalValues();
    boolean good = pointer.isEmpty() || JsonPointer.isPointer(pointer);
    boolean bounded = values.size() <= MOST && values.stream().allMatch(RenewalValidator::isValue);
    if (!good || pointer.isEmpty() != values.isEmpty()) {
      problems.add(
          ProviderField.RENEWAL_POINTER,
          "must be a JSON pointer such as /error/code, of at most 8 steps, beside values");
    }
    if (!bounded) {
      problems.add(ProviderField.RENEWAL_VALUES, "must be at most 20 of 1 to 100 characters");
    }
    return good && bounded && !pointer.isEmpty() && !values.isEmpty();
  }

  private static boolean isValue(String value) {
    return !value.isEmpty() && value.length() <= VALUE_MOST && TypedText.isPlain(value);
  }
}
