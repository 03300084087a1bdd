package io.calloutauth.provider;

import io.calloutauth.json.JsonPointer;
import io.calloutauth.oauth.ResponseOptions;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Judges what a draft says about token responses. */
final class ResponseValidator {

  private static final int ALIASES_MOST = 20;
  private static final int ALIAS_MOST = 100;

  private final FieldProblems problems;

  ResponseValidator(FieldProblems problems) {
    this.problems = problems;
  }

  /** Returns the options; what is wrong is noted, and left out of them. */
  ResponseOptions options(ResponseSettings draft) {
    return ResponseOptions.builder()
        .lifetimeUnit(draft.lifetimeUnit())
        .tokenTypeAliases(aliases(draft.tokenTypeAliases()))
        .tokenPointer(pointer(ProviderField.TOKEN_POINTER, draft.tokenPointer()))
        .tokenTypePointer(pointer(ProviderField.TOKEN_TYPE_POINTER, draft.tokenTypePointer()))
        .lifetimePointer(pointer(ProviderField.LIFETIME_POINTER, draft.lifetimePointer()))
        .build();
  }

  private @Nullable String pointer(ProviderField field, String typed) {
    boolean good = typed.isEmpty() || JsonPointer.isPointer(typed);
    if (!good) {
      problems.add(field, "must be a JSON pointer such as /data/token, of at most 8 steps");
    }
    return good && !typed.isEmpty() ? typed : null;
  }

  private Set<String> aliases(List<String> typed) {
    Set<String> good =
        typed.stream()
            .map(String::strip)
            .filter(ResponseValidator::isAlias)
            .collect(Collectors.toUnmodifiableSet());
    if (typed.size() > ALIASES_MOST
        || !typed.stream().map(String::strip).allMatch(good::contains)) {
      problems.add(
          ProviderField.TOKEN_TYPE_ALIASES,
          "must be at most 20 other names for Bearer of up to 100 ASCII characters;"
              + " types that need more than the token, such as DPoP or MAC, are none");
    }
    return good;
  }

  private static boolean isAlias(String name) {
    return name.length() <= ALIAS_MOST
        && name.chars().allMatch(c -> c >= 0x20 && c < 0x7F)
        && ResponseOptions.mayMeanBearer(name);
  }
}
