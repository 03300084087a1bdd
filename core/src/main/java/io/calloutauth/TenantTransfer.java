package io.calloutauth;

import io.calloutauth.json.JsonWriter;
import io.calloutauth.json.PlainMap;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderDocument;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.SecretResolver;
import io.calloutauth.store.Page;
import java.io.IOException;
import java.io.Reader;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Export and import of one tenant, as one actor does it. */
final class TenantTransfer implements Transfer {

  /** The version of the form of an export. */
  static final int FORMAT = 1;

  private static final int PAGE = 500;

  private final TenantProviders providers;
  private final Notifications notifications;

  TenantTransfer(TenantProviders providers, Notifications notifications) {
    this.providers = providers;
    this.notifications = notifications;
  }

  @Override
  public Exported export(Appendable out) throws IOException {
    write(out, new PlainMap().put("format", FORMAT).put("kind", ImportPlanner.KIND));
    Map<ProviderId, String> names = new HashMap<>();
    List<String> leftOut = new ArrayList<>();
    for (String next = exportPage(out, providers.list(PAGE), names, leftOut); next != null; ) {
      next = exportPage(out, providers.list(next, PAGE), names, leftOut);
    }
    Page<Binding> page = notifications.list(PAGE);
    long bindings = exportBindings(out, page, names);
    while (page.next().isPresent()) {
      page = notifications.list(page.next().get(), PAGE);
      bindings += exportBindings(out, page, names);
    }
    write(
        out,
        new PlainMap().put("end", true).put("providers", names.size()).put("bindings", bindings));
    return new Exported(names.size(), bindings, leftOut);
  }

  private static @Nullable String exportPage(
      Appendable out,
      Page<ProviderSummary> page,
      Map<ProviderId, String> names,
      List<String> leftOut)
      throws IOException {
    for (ProviderSummary summary : page.items()) {
      export(out, summary.provider(), names, leftOut);
    }
    return page.next().orElse(null);
  }

  private static void export(
      Appendable out, Provider provider, Map<ProviderId, String> names, List<String> leftOut)
      throws IOException {
    if (names.containsKey(provider.id())) { // renamed between two pages
      return;
    }
    Map<String, Object> document;
    try {
      document = ProviderDocument.of(provider).toMap();
    } catch (IllegalStateException unreadable) {
      leftOut.add(provider.name());
      return;
    }
    write(
        out,
        new PlainMap()
            .put("provider", document)
            .put("disabled", provider.disabled() ? true : null));
    names.put(provider.id(), provider.name());
  }

  /** What is bound to a provider that was made since is exported the next time. */
  private static long exportBindings(
      Appendable out, Page<Binding> page, Map<ProviderId, String> names) throws IOException {
    long count = 0;
    for (Binding binding : page.items()) {
      String name = binding.providerId().map(names::get).orElse(null);
      if (name != null) {
        write(
            out,
            new PlainMap().put("notification", binding.notificationId()).put("provider", name));
        count++;
      }
    }
    return count;
  }

  private static void write(Appendable out, PlainMap line) throws IOException {
    out.append(JsonWriter.write(line.build())).append('\n');
  }

  @Override
  public Plan plan(Reader lines, SecretResolver secrets) throws IOException {
    return new ImportPlanner(providers, notifications, secrets).plan(lines);
  }

  @Override
  public ImportReport apply(Plan plan) {
    if (!plan.tenant().equals(providers.tenant())) {
      throw new IllegalArgumentException("the plan was made for another tenant");
    }
    return new ImportRun(providers, notifications).apply(plan);
  }
}
