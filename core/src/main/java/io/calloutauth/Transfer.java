package io.calloutauth;

import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderDocument;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import io.calloutauth.provider.SecretResolver;
import io.calloutauth.store.ProviderRow;
import java.io.IOException;
import java.io.Reader;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Export and import of one tenant's providers and bindings, from one installation to another or
 * into a repository, without secrets. Thread-safe; every method blocks for as long as the store and
 * what is read or written need, and throws {@link StoreUnavailableException} when the store is out
 * of reach. Changes join the host's transaction where the store supports that.
 *
 * <p>An export is text of lines, each a JSON object: a head with the {@code format}; for each
 * provider its {@link ProviderDocument} as {@code provider}, and {@code "disabled": true} where it
 * is; for each bound notification {@code notification} and, as {@code provider}, the provider's
 * name; and an end with {@code "end": true} and both counts, so that half a file is not taken for a
 * whole one: a plan refuses an end whose counts are not those of the lines before it, by itself.
 */
public interface Transfer {

  /**
   * Writes all that there is, in pages of the store: what changes meanwhile may be in it or not.
   * Detached notifications are left out, and so are providers that this version cannot read.
   *
   * @param out takes the text
   * @return how much was written
   * @throws IOException when {@code out} throws it
   */
  Exported export(Appendable out) throws IOException;

  /**
   * Says what an import would do, and changes nothing. Reads 1,000,000 lines of 262,144 characters
   * at most, and 268,435,456 characters in all; what is beyond, or no such line, is refused by
   * itself. The plan holds what is to be written until it is dropped.
   *
   * @param lines the text of an export
   * @param secrets resolves the secrets that it refers to, and those of providers that are new
   *     here, as {@link ProviderDocument#toCopy} asks for them
   * @throws IOException when {@code lines} throws it
   */
  Plan plan(Reader lines, SecretResolver secrets) throws IOException;

  /**
   * Does what a plan says, line by line, and deletes nothing. What is refused is left, and does not
   * keep the rest from being done; what somebody else changed since the plan is told and not
   * overwritten, and a notification is bound to no provider that took the name since. A provider
   * that is disabled is so from the start. Doing it twice changes nothing the second time. There is
   * no limit of commands.
   *
   * <p>A listener's veto refuses a line, as its exception would refuse the command. What a listener
   * throws after a change was made reaches the caller, so that a transaction can roll back; without
   * one, what was done stays, and the same import goes on from there.
   *
   * @throws IllegalArgumentException when another tenant's transfer made the plan: it may hold
   *     secrets that were resolved for that one
   */
  ImportReport apply(Plan plan);

  /**
   * How much was exported.
   *
   * @param providers how many providers
   * @param bindings how many bindings
   * @param leftOut the names of providers that this version cannot read
   */
  record Exported(long providers, long bindings, List<String> leftOut) {

    /** Copies the names. */
    public Exported {
      leftOut = List.copyOf(leftOut);
    }
  }

  /** What an import is going to do. Immutable; {@link #toString()} hides what it holds. */
  final class Plan {

    private final String tenant;
    private final List<Step> steps;

    Plan(String tenant, List<Step> steps) {
      this.tenant = tenant;
      this.steps = List.copyOf(steps);
    }

    String tenant() {
      return tenant;
    }

    List<Step> steps() {
      return steps;
    }

    /** Returns what would be done, line by line. */
    public ImportReport report() {
      return new ImportReport(steps.stream().map(Step::item).toList());
    }

    /** Returns the counts alone. */
    @Override
    public String toString() {
      return "Plan[" + report().counts() + "]";
    }
  }

  /**
   * One line of a plan.
   *
   * @param item what would be done
   * @param settings the provider; null of a binding, and of what is refused or unchanged
   * @param disabled whether a new provider is disabled
   * @param seen the provider that was there, or that a notification is to be bound to; null when
   *     there was none: the import makes it
   */
  record Step(
      ImportReport.Item item,
      @Nullable ProviderSettings settings,
      boolean disabled,
      @Nullable Seen seen) {}

  /**
   * A provider as it was seen: one that was deleted and made anew is another.
   *
   * @param id its id
   * @param version its version
   */
  record Seen(String id, long version) {

    static @Nullable Seen of(@Nullable ProviderRow row) {
      return row == null ? null : new Seen(row.key().id(), row.version());
    }

    static Seen of(Provider provider) {
      return new Seen(provider.id().key(), provider.version());
    }

    boolean is(ProviderId other) {
      return id.equals(other.key());
    }
  }
}
