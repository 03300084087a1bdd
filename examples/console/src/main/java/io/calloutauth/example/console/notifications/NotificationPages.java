package io.calloutauth.example.console.notifications;

import io.calloutauth.example.console.Confirmation;
import io.calloutauth.example.console.Outcome;
import io.calloutauth.example.console.access.Workspace;
import io.calloutauth.provider.ProviderId;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The list of notifications, what there is to see of one, and its test callout. */
@Controller
class NotificationPages {

  private final NotificationDesk desk;
  private final CalloutHistory history;
  private final TestCallouts callouts;
  private final Names names;

  NotificationPages(
      NotificationDesk desk, CalloutHistory history, TestCallouts callouts, Names names) {
    this.desk = desk;
    this.history = history;
    this.callouts = callouts;
    this.names = names;
  }

  @GetMapping("/notifications")
  String list(
      Workspace workspace, @RequestParam(defaultValue = "false") boolean detached, Model model) {
    Map<ProviderId, String> providers = names.providers(workspace);
    model.addAttribute("detached", detached);
    model.addAttribute(
        "lines", detached ? desk.detached(workspace, providers) : desk.lines(workspace, providers));
    return "notifications/list";
  }

  @GetMapping("/notifications/{id}")
  String details(Workspace workspace, @PathVariable String id, Model model) {
    Notification notification = desk.find(workspace, id);
    model.addAttribute("line", desk.line(workspace, notification, names.providers(workspace)));
    model.addAttribute("callouts", history.of(workspace.tenant(), id));
    return "notifications/details";
  }

  @PostMapping("/notifications/{id}/send")
  String send(Workspace workspace, @PathVariable String id, RedirectAttributes next) {
    Callout sent = callouts.send(workspace, desk.find(workspace, id));
    history.add(workspace.tenant(), id, sent);
    next.addFlashAttribute("sent", sent);
    next.addAttribute("id", id);
    return "redirect:/notifications/{id}";
  }

  @PostMapping(path = "/notifications/{id}/delete", params = Confirmation.UNANSWERED)
  ModelAndView ask(Workspace workspace, @PathVariable String id) {
    String path = "/notifications/" + id;
    return Confirmation.page(
        "delete-notification", desk.find(workspace, id).name(), path + "/delete", path);
  }

  @PostMapping(path = "/notifications/{id}/delete", params = Confirmation.ANSWERED)
  String delete(Workspace workspace, @PathVariable String id, RedirectAttributes next) {
    Notification notification = desk.find(workspace, id);
    desk.remove(workspace, id);
    next.addFlashAttribute("outcome", Outcome.good(notification.name() + " is deleted."));
    return "redirect:/notifications";
  }
}
