package io.calloutauth;

import io.calloutauth.json.PlainMap;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderId;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What an import does or did, line by line. Holds no secret. Immutable and thread-safe. */
public final class ImportReport {

  /** The codes of problems that a secret solves. */
  private static final Set<String> OF_MISSING_SECRETS =
      Set.of("missing", "nothing_to_keep", "retype", "secret_unresolved");

  /** What becomes of a line. */
  public enum Outcome {
    /** The provider is new here. */
    CREATED,
    /** The provider was here, and is another now. */
    UPDATED,
    /** All is here already. */
    UNCHANGED,
    /** The notification is bound, in place of what it was bound to. */
    BOUND,
    /** It cannot be done: {@link Item#problems()} say why. */
    REFUSED,
    /** A listener of the host's did not let it be done. */
    VETOED,
    /** Somebody else changed it since the plan: it was left. Plan again. */
    CHANGED_MEANWHILE
  }

  /**
   * One line.
   *
   * @param line its number, from 1; 0 for what is wrong with the whole
   * @param provider the provider's name; empty where none could be read
   * @param notification the notification of a binding; null where the line is a provider
   * @param outcome what becomes of it
   * @param changed the fields that an update changes
   * @param widened those by which a secret or a token may go where it could not go before
   * @param newKey whether a key pair is made, which the authorization server must be told
   * @param boundBefore what a notification is bound to before it is bound to another; null where it
   *     was not bound
   * @param problems what is wrong
   */
  public record Item(
      long line,
      String provider,
      @Nullable String notification,
      Outcome outcome,
      List<ProviderField> changed,
      List<ProviderField> widened,
      boolean newKey,
      @Nullable ProviderId boundBefore,
      List<FieldProblem> problems) {

    /** Copies the lists. */
    public Item {
      changed = List.copyOf(changed);
      widened = List.copyOf(widened);
      problems = List.copyOf(problems);
    }

    static Item of(long line, String provider, @Nullable String notification, Outcome outcome) {
      return new Item(
          line, provider, notification, outcome, List.of(), List.of(), false, null, List.of());
    }

    Item changing(List<ProviderField> fields, List<ProviderField> wider, boolean makesKey) {
      return new Item(
          line, provider, notification, outcome, fields, wider, makesKey, boundBefore, problems);
    }

    Item boundBefore(@Nullable ProviderId before) {
      return new Item(
          line, provider, notification, outcome, changed, widened, newKey, before, problems);
    }

    Item refused(List<FieldProblem> why) {
      return new Item(
          line, provider, notification, Outcome.REFUSED, List.of(), List.of(), false, null, why);
    }

    Item with(Outcome other) {
      return new Item(
          line, provider, notification, other, changed, widened, newKey, boundBefore, problems);
    }

    /** Returns the secrets that have to be typed, or referred to, for the line to be taken. */
    public List<ProviderField> missingSecrets() {
      return problems.stream()
          .filter(problem -> OF_MISSING_SECRETS.contains(problem.code()))
          .flatMap(problem -> Stream.ofNullable(problem.field()))
          .filter(ProviderField::isSecret)
          .toList();
    }

    /**
     * Returns this line for a host's JSON: {@code line}, {@code provider}, {@code notification},
     * {@code outcome}, {@code changed} and {@code widened} (keys of fields), {@code new_key},
     * {@code bound_before}, {@code missing_secrets} and {@code problems} ({@link
     * FieldProblem#toMap()}). What is not there is left out.
     */
    public Map<String, Object> toMap() {
      return new PlainMap()
          .put("line", line)
          .put("provider", provider)
          .put("notification", notification)
          .put("outcome", outcome.name())
          .put("changed", keys(changed))
          .put("widened", keys(widened))
          .put("new_key", newKey ? true : null)
          .put("bound_before", boundBefore == null ? null : boundBefore.toString())
          .put("missing_secrets", keys(missingSecrets()))
          .put(
              "problems",
              problems.isEmpty() ? null : problems.stream().map(FieldProblem::toMap).toList())
          .build();
    }

    private static @Nullable List<String> keys(List<ProviderField> fields) {
      return fields.isEmpty() ? null : fields.stream().map(ProviderField::key).toList();
    }
  }

  private final List<Item> items;

  ImportReport(List<Item> items) {
    this.items = List.copyOf(items);
  }

  /** Returns all lines but the head and the end, in their order. */
  public List<Item> items() {
    return items;
  }

  /** Returns how many lines have each outcome. */
  public Map<Outcome, Long> counts() {
    Map<Outcome, Long> counts = new EnumMap<>(Outcome.class);
    items.forEach(item -> counts.merge(item.outcome(), 1L, Long::sum));
    return Collections.unmodifiableMap(counts);
  }

  /** Returns the lines that were not taken, or would not be. */
  public List<Item> refused() {
    return items.stream()
        .filter(
            item ->
                switch (item.outcome()) {
                  case REFUSED, VETOED, CHANGED_MEANWHILE -> true;
                  case CREATED, UPDATED, UNCHANGED, BOUND -> false;
                })
        .toList();
  }

  /** Returns this report for a host's JSON: {@code counts} and {@code items}. */
  public Map<String, Object> toMap() {
    PlainMap named = new PlainMap();
    counts().forEach((outcome, count) -> named.put(outcome.name(), count));
    return Map.of("counts", named.build(), "items", items.stream().map(Item::toMap).toList());
  }

  /** Returns the counts. */
  @Override
  public String toString() {
    return "ImportReport" + counts();
  }
}
