package io.calloutauth.provider;

import io.calloutauth.oauth.LifetimeUnit;
import io.calloutauth.oauth.RenewalRules;
import io.calloutauth.oauth.ResponseOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The part of the {@linkplain SettingTable table of settings} about what servers and receivers say
 * in ways of their own: how a token response is read, and what refuses a token beside a 401. It
 * knows nothing of the rest, which takes it in.
 */
final class ResponseTable {

  private static final List<Setting<?>> DEFINED = new ArrayList<>();

  static final Setting<LifetimeUnit> LIFETIME_UNIT =
      typed(
              ProviderField.LIFETIME_UNIT,
              SettingForm.choice(LifetimeUnit.SECONDS, LifetimeUnit::value),
              Effect.TOKEN)
          .into(ResponseOptions.Builder.class, ResponseOptions.Builder::lifetimeUnit)
          .define();
  static final Setting<List<String>> TOKEN_TYPE_ALIASES =
      typed(ProviderField.TOKEN_TYPE_ALIASES, SettingForm.LINES, Effect.TOKEN)
          .reader(SettingReaders::aliases)
          .into(
              ResponseOptions.Builder.class,
              (options, list) -> options.tokenTypeAliases(Set.copyOf(list)))
          .define();

  /** It decides what is sent as the token. */
  static final Setting<String> TOKEN_POINTER =
      typed(ProviderField.TOKEN_POINTER, SettingForm.TEXT, Effect.TOKEN_DESTINATION)
          .reader(SettingReaders::pointer)
          .into(ResponseOptions.Builder.class, ResponseOptions.Builder::tokenPointer)
          .define();

  static final Setting<String> TOKEN_TYPE_POINTER =
      typed(ProviderField.TOKEN_TYPE_POINTER, SettingForm.TEXT, Effect.TOKEN_DESTINATION)
          .reader(SettingReaders::pointer)
          .into(ResponseOptions.Builder.class, ResponseOptions.Builder::tokenTypePointer)
          .define();
  static final Setting<String> LIFETIME_POINTER =
      typed(ProviderField.LIFETIME_POINTER, SettingForm.TEXT, Effect.TOKEN_DESTINATION)
          .reader(SettingReaders::pointer)
          .into(ResponseOptions.Builder.class, ResponseOptions.Builder::lifetimePointer)
          .define();
  static final Setting<List<String>> RENEWAL_STATUSES =
      typed(ProviderField.RENEWAL_STATUSES, SettingForm.LINES, Effect.NONE)
          .reader(SettingReaders::statuses)
          .into(
              RenewalRules.Builder.class,
              (rules, list) ->
                  rules.statuses(list.stream().map(Integer::valueOf).collect(Collectors.toSet())))
          .define();
  static final Setting<String> RENEWAL_POINTER =
      typed(ProviderField.RENEWAL_POINTER, SettingForm.TEXT, Effect.NONE)
          .reader(SettingReaders::pointer)
          .into(RenewalRules.Builder.class, RenewalRules.Builder::pointer)
          .define();
  static final Setting<List<String>> RENEWAL_VALUES =
      typed(ProviderField.RENEWAL_VALUES, SettingForm.LINES, Effect.NONE)
          .reader(SettingReaders::values)
          .into(RenewalRules.Builder.class, RenewalRules.Builder::values)
          .define();

  private ResponseTable() {}

  private static <T> Setting.Builder<T> typed(
      ProviderField field, SettingForm<T> form, Effect effect) {
    return new Setting.Builder<>(field.key(), field, form, effect, DEFINED::add);
  }

  /** Returns the settings of this part. */
  static List<Setting<?>> all() {
    return List.copyOf(DEFINED);
  }
}
