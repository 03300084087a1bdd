package io.calloutauth.example.console.history;

import io.calloutauth.example.console.Missing;
import io.calloutauth.example.console.Outcome.Link;
import io.calloutauth.example.console.access.Workspace;
import io.calloutauth.example.console.notifications.Names;
import io.calloutauth.history.History;
import io.calloutauth.history.History.Entry;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.Page;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** What happened to a provider or a notification, be it there or gone, page by page. */
@Controller
class HistoryPages {

  private static final int ROWS = 20;

  private final Names names;
  private final HistoryWords words;

  HistoryPages(Names names, HistoryWords words) {
    this.names = names;
    this.words = words;
  }

  @GetMapping("/providers/{id}/history")
  ModelAndView ofProvider(
      Workspace workspace, @PathVariable String id, @RequestParam(defaultValue = "") String after) {
    ProviderId provider = new ProviderId(id);
    Page<Entry> page = read(after, query -> workspace.auth().history().ofProvider(provider, query));
    Subject subject =
        workspace
            .auth()
            .providers()
            .find(provider)
            .map(Provider::name)
            .map(name -> new Subject("providers", "Providers", id, name, true))
            .orElseGet(() -> new Subject("providers", "Providers", id, nameOf(page, id), false));
    List<String> concerned =
        page.items().stream().flatMap(entry -> entry.notificationId().stream()).distinct().toList();
    Map<String, Link> places = names.notificationsById(workspace, concerned);
    return page(
        subject, after, page, entry -> entry.notificationId().map(places::get).orElse(null));
  }

  @GetMapping("/notifications/{id}/history")
  ModelAndView ofNotification(
      Workspace workspace, @PathVariable String id, @RequestParam(defaultValue = "") String after) {
    Page<Entry> page = read(after, query -> workspace.auth().history().ofNotification(id, query));
    Link known = names.notificationsById(workspace, List.of(id)).get(id);
    Subject subject =
        known == null || known.path().isEmpty()
            ? new Subject("notifications", "Notifications", id, id, false)
            : new Subject("notifications", "Notifications", id, known.text(), true);
    Map<ProviderId, String> providers = names.providers(workspace);
    return page(
        subject,
        after,
        page,
        entry -> entry.providerId().map(other -> provider(other, entry, providers)).orElse(null));
  }

  private static Page<Entry> read(String after, Function<History.Query, Page<Entry>> history) {
    History.Query query = History.Query.last(ROWS);
    try {
      return history.apply(after.isEmpty() ? query : query.after(after));
    } catch (IllegalArgumentException noPage) {
      throw new Missing("There is no such page.");
    }
  }

  /** A provider that is gone is called as it was at the time. */
  private static Link provider(ProviderId id, Entry entry, Map<ProviderId, String> providers) {
    String name = providers.get(id);
    return name == null
        ? new Link("", entry.providerName().orElse("a provider that is gone"))
        : new Link("/providers/" + id, name);
  }

  private static String nameOf(Page<Entry> page, String id) {
    return page.items().stream()
        .flatMap(entry -> entry.providerName().stream())
        .findFirst()
        .orElse(id);
  }

  private ModelAndView page(
      Subject subject, String after, Page<Entry> page, Function<Entry, Link> other) {
    if (!subject.there() && page.items().isEmpty()) {
      throw new Missing("There is nothing (any more), and nothing is kept of it.");
    }
    return new ModelAndView("history")
        .addObject("subject", subject)
        .addObject("first", after.isEmpty())
        .addObject("next", page.next().orElse(null))
        .addObject("lines", page.items().stream().map(entry -> line(entry, other)).toList());
  }

  private HistoryLine line(Entry entry, Function<Entry, Link> other) {
    return new HistoryLine(entry, words.title(entry), words.detail(entry), other.apply(entry));
  }

  /**
   * What a page is about.
   *
   * @param section the first part of the path of all like it
   * @param sectionName what they are called
   * @param id its id
   * @param name its name, or its id where nobody knows the name any more
   * @param there whether it is not gone
   */
  record Subject(String section, String sectionName, String id, String name, boolean there) {

    /** Returns whether it is a provider. */
    public boolean isProvider() {
      return section.equals("providers");
    }

    /** Returns the path of its own page. */
    public String path() {
      return "/" + section + "/" + id;
    }
  }
}
