package io.calloutauth;

import io.calloutauth.ImportReport.Item;
import io.calloutauth.ImportReport.Outcome;
import io.calloutauth.Transfer.Plan;
import io.calloutauth.Transfer.Seen;
import io.calloutauth.Transfer.Step;
import io.calloutauth.json.JsonException;
import io.calloutauth.json.JsonLines;
import io.calloutauth.json.JsonReader;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.ProviderDocument;
import io.calloutauth.provider.ProviderEdit;
import io.calloutauth.provider.ProviderEditor;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.provider.SecretResolver;
import io.calloutauth.store.ProviderRow;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Plans one import: reads its lines, and compares each with what is stored. Writes nothing. Not
 * thread-safe.
 */
final class ImportPlanner {

  /** What an export calls itself. */
  static final String KIND = "callout-auth-export";

  private static final int LINE_MOST = 262_144;
  private static final long LINES_MOST = 1_000_000;
  private static final long MOST = 268_435_456;
  private static final int MEMBERS_MOST = 1_024;

  private final TenantProviders providers;
  private final Notifications notifications;
  private final SecretResolver secrets;
  private final List<Step> steps = new ArrayList<>();
  private final Map<String, Optional<Seen>> known = new HashMap<>();
  private final Set<String> taken = new HashSet<>();
  private long providerLines;
  private long bindingLines;
  private boolean headed;
  private boolean ended;

  ImportPlanner(TenantProviders providers, Notifications notifications, SecretResolver secrets) {
    this.providers = providers;
    this.notifications = notifications;
    this.secrets = secrets;
  }

  Plan plan(Reader text) throws IOException {
    JsonLines lines = new JsonLines(text, LINE_MOST, MOST);
    JsonLines.Line line = lines.next();
    for (; line != null && !ended && !isTooMuch(lines, line); line = lines.next()) {
      read(line.number(), line.text());
    }
    if (!ended && isTooMuch(lines, line)) {
      refuse(
          line == null ? 0 : line.number(),
          "too_long",
          "is not read: the import is too long; divide it");
    } else if (!ended) {
      refuse(0, "ends_early", "ends before its last line, which says how many there are");
    }
    return new Plan(providers.tenant(), steps);
  }

  private static boolean isTooMuch(JsonLines lines, JsonLines.@Nullable Line line) {
    return lines.isExhausted() || (line != null && line.number() > LINES_MOST);
  }

  private void read(long number, @Nullable String json) {
    if (json == null) {
      refuse(number, "too_long", "has more than 262,144 characters");
      return;
    }
    Map<?, ?> line;
    try {
      line = (Map<?, ?>) JsonReader.readObject(json, MEMBERS_MOST).toPlain();
    } catch (JsonException | NumberFormatException unreadable) {
      refuse(number, "not_json", "is no JSON object, or one with a key twice");
      ended |= !headed; // what does not begin as an export does is none
      return;
    }
    read(number, Objects.requireNonNull(line));
  }

  private void read(long number, Map<?, ?> line) {
    if (!headed) {
      readHead(number, line);
    } else if (line.get("provider") instanceof Map<?, ?> document) {
      providerLines++;
      Map<String, Object> members = new HashMap<>();
      document.forEach((key, value) -> members.put(String.valueOf(key), value));
      planProvider(number, ProviderDocument.of(members), Boolean.TRUE.equals(line.get("disabled")));
    } else if (line.get("provider") instanceof String name
        && line.get("notification") instanceof String notification) {
      bindingLines++;
      planBinding(number, name, notification);
    } else if (Boolean.TRUE.equals(line.get("end"))) {
      readEnd(number, line);
    } else {
      refuse(number, "unknown_line", "is neither a provider, nor a binding, nor the end");
    }
  }

  /** Of a later form nothing is known. */
  private void readHead(long number, Map<?, ?> line) {
    headed = true;
    boolean known =
        KIND.equals(line.get("kind"))
            && String.valueOf(line.get("format")).equals(String.valueOf(TenantTransfer.FORMAT));
    if (!known) {
      ended = true;
      refuse(
          number,
          "wrong_format",
          "is not the head of an export of this format: its first line is {\"format\":1,\"kind\":\""
              + KIND
              + "\"}");
    }
  }

  /** Who writes an import by hand need not count. */
  private void readEnd(long number, Map<?, ?> line) {
    ended = true;
    if (!isCount(line.get("providers"), providerLines)
        || !isCount(line.get("bindings"), bindingLines)) {
      refuse(
          number,
          "wrong_counts",
          "counts other providers and bindings than were read: "
              + providerLines
              + " and "
              + bindingLines
              + "; the import is not whole, or was changed");
    }
  }

  private static boolean isCount(@Nullable Object told, long read) {
    return told == null || told.toString().equals(Long.toString(read));
  }

  private void planProvider(long number, ProviderDocument document, boolean disabled) {
    String name = document.name().orElse("");
    String key = ProviderEditor.nameKey(name).orElse("");
    Item item = Item.of(number, name, null, Outcome.CREATED);
    if (taken.contains(key)) {
      refuse(item, "duplicate", "stands in the import twice");
      return;
    }
    ProviderRow before = null;
    try {
      before = providers.findRow(name).orElse(null);
      ProviderSettings settings =
          before == null ? document.toCopy(secrets) : document.toSettings(secrets);
      Step step = plan(item, settings, disabled, before);
      steps.add(step);
      taken.add(key);
      known.put(key, Optional.ofNullable(Seen.of(before)));
    } catch (InvalidSettingsException invalid) {
      steps.add(new Step(item.refused(invalid.problems()), null, false, null));
      if (before != null) { // it is there all the same, and can be bound to
        taken.add(key);
        known.put(key, Optional.ofNullable(Seen.of(before)));
      }
    } catch (ProviderFormatException later) {
      refuse(item, "later_format", "is kept here in a form that this version must not change");
    }
  }

  private Step plan(
      Item item, ProviderSettings settings, boolean disabled, @Nullable ProviderRow before) {
    ProviderEdit edit = providers.judge(settings, before);
    if (before == null) {
      Item made = item.changing(List.of(), List.of(), edit.lacksKey());
      return new Step(made, settings, disabled, null);
    }
    if (edit.changesNothing()) {
      return new Step(item.with(Outcome.UNCHANGED), null, false, Seen.of(before));
    }
    Item updated =
        item.with(Outcome.UPDATED).changing(edit.fields(), edit.widened(), edit.lacksKey());
    return new Step(updated, settings, false, Seen.of(before));
  }

  private void planBinding(long number, String name, String notification) {
    Item item = Item.of(number, name, notification, Outcome.BOUND);
    String key = ProviderEditor.nameKey(name).orElse("");
    if (!known.containsKey(key)) {
      Optional<Seen> stored = providers.findByName(name).map(Seen::of);
      if (stored.isEmpty()) {
        refuse(item, "unknown_provider", "is neither here nor taken from the import");
        return;
      }
      known.put(key, stored);
    }
    try {
      Seen target = known.getOrDefault(key, Optional.empty()).orElse(null);
      Optional<ProviderId> bound = notifications.find(notification).flatMap(Binding::providerId);
      boolean same = target != null && bound.filter(target::is).isPresent();
      Item planned = item.boundBefore(bound.orElse(null));
      steps.add(new Step(same ? planned.with(Outcome.UNCHANGED) : planned, null, false, target));
    } catch (IllegalArgumentException badId) {
      refuse(item, "bad_notification", "must have a notification of 1 to 255 visible characters");
    }
  }

  private void refuse(long number, String code, String text) {
    refuse(Item.of(number, "", null, Outcome.REFUSED), code, text);
  }

  private void refuse(Item item, String code, String text) {
    FieldProblem problem = new FieldProblem("line", null, code, Map.of("line", item.line()), text);
    steps.add(new Step(item.refused(List.of(problem)), null, false, null));
  }
}
