package io.calloutauth.example.console.operations;

import io.calloutauth.Health;
import io.calloutauth.Health.FailingProvider;
import io.calloutauth.example.console.access.Workspace;
import io.calloutauth.example.console.activity.Activity;
import io.calloutauth.example.console.notifications.Names;
import java.util.List;
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
    Health health = workspace.auth().health();
    model.addAttribute("health", health);
    model.addAttribute("failing", failing(workspace, health));
    model.addAttribute("names", names.providers(workspace));
    model.addAttribute("hour", activity.lastHour(workspace.tenant()));
    model.addAttribute("events", names.of(workspace, activity.latest(workspace.tenant(), EVENTS)));
    return "operations";
  }

  /** A node's health is about all tenants: what is another's is nothing for this page. */
  private static List<FailingProvider> failing(Workspace workspace, Health health) {
    return health.failing().stream()
        .filter(failing -> failing.tenant().equals(workspace.tenant()))
        .toList();
  }
}
