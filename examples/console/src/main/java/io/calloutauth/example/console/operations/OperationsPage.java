package io.calloutauth.example.console.operations;

import io.calloutauth.example.console.AllProviders;
import io.calloutauth.example.console.access.Workspace;
import io.calloutauth.example.console.activity.Activity;
import io.calloutauth.example.console.notifications.Names;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** What fails and why, and what happened in the last hour. */
@Controller
class OperationsPage {

  private static final int EVENTS = 30;

  private final Activity activity;
  private final Names names;

  OperationsPage(Activity activity, Names names) {
    this.activity = activity;
    this.names = names;
  }

  @GetMapping("/operations")
  String operations(Workspace workspace, Model model) {
    model.addAttribute("health", workspace.auth().health());
    model.addAttribute(
        "providers", ProviderStates.of(AllProviders.of(workspace.auth().providers())));
    model.addAttribute("hour", activity.lastHour(workspace.tenant()));
    model.addAttribute("events", names.of(workspace, activity.latest(workspace.tenant(), EVENTS)));
    return "operations";
  }
}
