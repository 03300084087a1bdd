package io.calloutauth;

import io.calloutauth.ImportReport.Item;
import io.calloutauth.ImportReport.Outcome;
import io.calloutauth.Transfer.Plan;
import io.calloutauth.Transfer.Seen;
import io.calloutauth.Transfer.Step;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderEditor;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.store.ProviderRow;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One run of a planned import: each line is done by the command that an administrator would give,
 * unless somebody else changed since the plan what it is about. Not thread-safe.
 *
 * @param providers has the commands of providers
 * @param notifications has those of bindings
 */
record ImportRun(TenantProviders providers, Notifications notifications) {

  ImportReport apply(Plan plan) {
    List<Item> done = new ArrayList<>();
    Map<String, ProviderId> made = new HashMap<>();
    plan.steps().forEach(step -> done.add(apply(step, made)));
    return new ImportReport(done);
  }

  private Item apply(Step step, Map<String, ProviderId> made) {
    Item item = step.item();
    if (item.outcome() == Outcome.REFUSED) {
      return item;
    }
    try {
      return item.notification() == null
          ? provider(step, made)
          : binding(step, item.notification(), made);
    } catch (StaleProviderException | ProviderNameTakenException | ProviderNotFoundException gone) {
      return item.with(Outcome.CHANGED_MEANWHILE);
    } catch (InvalidSettingsException invalid) {
      return item.refused(invalid.problems());
    } catch (ProviderLimitException | SealedValueException | ProviderFormatException refused) {
      return item.refused(List.of(problem(item, refused)));
    }
  }

  private static FieldProblem problem(Item item, CalloutAuthException refused) {
    String code =
        refused instanceof ProviderLimitException
            ? "provider_limit"
            : refused instanceof SealedValueException ? "secret_unopened" : "later_format";
    return new FieldProblem(
        "line",
        null,
        code,
        Map.of("line", item.line()),
        "is not taken: " + String.valueOf(refused.getMessage()));
  }

  private Item provider(Step step, Map<String, ProviderId> made) {
    Item item = step.item();
    ProviderRow row = providers.findRow(item.provider()).orElse(null);
    if (!Objects.equals(Seen.of(row), step.seen())) {
      return item.with(Outcome.CHANGED_MEANWHILE);
    }
    ProviderSettings settings = step.settings();
    if (settings == null) {
      return item;
    }
    try {
      write(row, step, settings, made);
      return item;
    } catch (CalloutAuthException told) {
      throw told;
    } catch (RuntimeException listeners) {
      Seen now = Seen.of(providers.findRow(item.provider()).orElse(null));
      if (Objects.equals(now, step.seen())) {
        return item.with(Outcome.VETOED);
      }
      throw listeners; // it was made, and a listener wants that undone
    }
  }

  private void write(
      @Nullable ProviderRow row,
      Step step,
      ProviderSettings settings,
      Map<String, ProviderId> made) {
    if (row != null) {
      providers.update(new ProviderId(row.key().id()), row.version(), settings);
      return;
    }
    Provider created = providers.create(settings, step.disabled());
    made.put(key(step.item()), created.id());
  }

  private static String key(Item item) {
    return ProviderEditor.nameKey(item.provider()).orElse("");
  }

  /**
   * A notification is bound to the provider that the plan saw, or that this run made, and to no
   * other that has the name by now. What is bound is compared first; a binding that is made at this
   * very moment is replaced.
   */
  private Item binding(Step step, String notification, Map<String, ProviderId> made) {
    Item item = step.item();
    ProviderId meant = step.seen() == null ? made.get(key(item)) : new ProviderId(step.seen().id());
    Optional<Provider> provider = providers.findByName(item.provider());
    if (meant == null || provider.map(Provider::id).filter(meant::equals).isEmpty()) {
      return item.with(Outcome.CHANGED_MEANWHILE);
    }
    ProviderId id = provider.get().id();
    Optional<ProviderId> bound = notifications.find(notification).flatMap(Binding::providerId);
    if (bound.filter(id::equals).isPresent()) {
      return item.with(Outcome.UNCHANGED);
    }
    if (!Objects.equals(bound.orElse(null), item.boundBefore())) {
      return item.with(Outcome.CHANGED_MEANWHILE);
    }
    return bind(item, notification, id);
  }

  private Item bind(Item item, String notification, ProviderId id) {
    try {
      notifications.bind(notification, id);
      return item;
    } catch (CalloutAuthException told) {
      throw told;
    } catch (RuntimeException listeners) {
      Optional<ProviderId> bound = notifications.find(notification).flatMap(Binding::providerId);
      if (bound.filter(id::equals).isEmpty()) {
        return item.with(Outcome.VETOED);
      }
      throw listeners;
    }
  }
}
