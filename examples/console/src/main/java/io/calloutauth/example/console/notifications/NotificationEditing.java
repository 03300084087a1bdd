package io.calloutauth.example.console.notifications;

import io.calloutauth.Binding;
import io.calloutauth.ProviderNotFoundException;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.example.console.AllProviders;
import io.calloutauth.example.console.Outcome;
import io.calloutauth.example.console.access.Workspace;
import io.calloutauth.example.console.notifications.NotificationDesk.StaleNotification;
import io.calloutauth.provider.ProviderId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The form of a notification, in which it chooses its provider. */
@Controller
class NotificationEditing {

  private final NotificationDesk desk;
  private final PublicEndpoints policy;
  private final MessageSource messages;

  NotificationEditing(NotificationDesk desk, PublicEndpoints policy, MessageSource messages) {
    this.desk = desk;
    this.policy = policy;
    this.messages = messages;
  }

  @GetMapping("/notifications/new")
  ModelAndView start(Workspace workspace) {
    return form(workspace, null, NotificationForm.empty());
  }

  @GetMapping("/notifications/{id}/edit")
  ModelAndView edit(Workspace workspace, @PathVariable String id) {
    Notification notification = desk.find(workspace, id);
    return form(workspace, notification, stored(workspace, notification));
  }

  private static NotificationForm stored(Workspace workspace, Notification notification) {
    Binding binding = workspace.auth().notifications().find(notification.id()).orElse(null);
    String provider =
        binding == null
            ? NotificationForm.NO_TOKEN
            : binding.providerId().map(ProviderId::value).orElse(""); // Detached: to be chosen.
    return NotificationForm.of(notification, provider);
  }

  /** Offers other providers; stores nothing. */
  @PostMapping("/notifications/choices")
  ModelAndView choices(
      Workspace workspace,
      @RequestParam(defaultValue = "") String id,
      @RequestParam Map<String, String> typed) {
    Notification edited = id.isEmpty() ? null : desk.find(workspace, id);
    return form(workspace, edited, NotificationForm.of(typed));
  }

  @PostMapping("/notifications")
  ModelAndView create(
      Workspace workspace, @RequestParam Map<String, String> typed, RedirectAttributes next) {
    return store(workspace, null, typed, next);
  }

  @PostMapping("/notifications/{id}/edit")
  ModelAndView update(
      Workspace workspace,
      @PathVariable String id,
      @RequestParam Map<String, String> typed,
      RedirectAttributes next) {
    return store(workspace, desk.find(workspace, id), typed, next);
  }

  private ModelAndView store(
      Workspace workspace,
      @Nullable Notification edited,
      Map<String, String> typed,
      RedirectAttributes next) {
    NotificationForm form =
        NotificationForm.of(typed).judged(url -> policy.check(workspace.tenant(), url));
    if (!form.problems().isEmpty()) {
      return again(workspace, edited, form);
    }
    String id = edited == null ? UUID.randomUUID().toString() : edited.id();
    ProviderId provider = form.chosen();
    boolean bound = workspace.auth().notifications().find(id).isPresent();
    try {
      desk.store(workspace, edited, form.toNotification(id), provider);
    } catch (ProviderNotFoundException reason) {
      return again(
          workspace, edited, form.providerRefused("is not there any more: choose another"));
    } catch (StaleNotification reason) {
      return again(workspace, edited, form).addObject("outcome", stale(workspace, id, form));
    }
    next.addFlashAttribute("outcome", saved(provider, bound));
    return new ModelAndView("redirect:/notifications/" + id);
  }

  private static Outcome saved(@Nullable ProviderId provider, boolean bound) {
    return Outcome.good(
        provider == null && bound
            ? "Saved. From now on its callouts carry no token."
            : "Saved. Send a test callout to try it.");
  }

  /** Says what is different, so that nobody has to start over blindly. */
  private Outcome stale(Workspace workspace, String id, NotificationForm typed) {
    NotificationForm now = stored(workspace, desk.find(workspace, id));
    String differences =
        typed.differences(now).stream()
            .map(key -> messages.getMessage("notification." + key, null, Locale.ENGLISH))
            .collect(Collectors.joining(", "));
    return Outcome.bad(
            "Somebody else changed this notification meanwhile. Nothing was saved: what you typed"
                + " is below."
                + (differences.isEmpty() ? "" : " It differs from what is stored: " + differences)
                + (differences.isEmpty() ? "" : "."))
        .linking(
            List.of(
                new Outcome.Link("/notifications/" + id, "See how it is now"),
                new Outcome.Link("/notifications/" + id + "/edit", "Start over from there")));
  }

  private ModelAndView again(
      Workspace workspace, @Nullable Notification edited, NotificationForm form) {
    ModelAndView page = form(workspace, edited, form);
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page;
  }

  private ModelAndView form(
      Workspace workspace, @Nullable Notification edited, NotificationForm form) {
    return new ModelAndView("notifications/form")
        .addObject("edited", edited)
        .addObject("form", form)
        .addObject("methods", NotificationForm.METHODS)
        .addObject(
            "choices",
            ProviderChoices.of(
                AllProviders.of(workspace.auth().providers()), form.search(), form.provider()));
  }
}
