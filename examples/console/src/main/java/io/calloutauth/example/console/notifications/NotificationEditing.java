package io.calloutauth.example.console.notifications;

import io.calloutauth.Binding;
import io.calloutauth.ProviderNotFoundException;
import io.calloutauth.endpoint.PublicEndpoints;
import io.calloutauth.example.console.Outcome;
import io.calloutauth.example.console.access.Workspace;
import io.calloutauth.provider.ProviderId;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
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
  private final Names names;

  NotificationEditing(NotificationDesk desk, PublicEndpoints policy, Names names) {
    this.desk = desk;
    this.policy = policy;
    this.names = names;
  }

  @GetMapping("/notifications/new")
  ModelAndView start(Workspace workspace) {
    return form(workspace, null, NotificationForm.empty());
  }

  @GetMapping("/notifications/{id}/edit")
  ModelAndView edit(Workspace workspace, @PathVariable String id) {
    Notification notification = desk.find(workspace, id);
    String provider =
        workspace
            .auth()
            .notifications()
            .find(id)
            .flatMap(Binding::providerId)
            .map(ProviderId::value)
            .orElse("");
    return form(workspace, notification, NotificationForm.of(notification, provider));
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
    ProviderId provider = form.provider().isEmpty() ? null : new ProviderId(form.provider());
    try {
      desk.store(workspace, form.toNotification(id), provider);
    } catch (ProviderNotFoundException reason) {
      return again(
          workspace, edited, form.providerRefused("is not there any more: choose another"));
    }
    next.addFlashAttribute("outcome", Outcome.good("Saved. Send a test callout to try it."));
    return new ModelAndView("redirect:/notifications/" + id);
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
        .addObject("providers", names.providers(workspace));
  }
}
