package io.calloutauth.example.console.providers;

import io.calloutauth.ProviderInUseException;
import io.calloutauth.example.console.Confirmation;
import io.calloutauth.example.console.Outcome;
import io.calloutauth.example.console.access.Workspace;
import io.calloutauth.example.console.notifications.Names;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** What the buttons of a provider do. Each tells on the next page what happened. */
@Controller
class ProviderActions {

  private final ToldAction actions;
  private final Names names;
  private final TestResults results;

  ProviderActions(ToldAction actions, Names names, TestResults results) {
    this.actions = actions;
    this.names = names;
    this.results = results;
  }

  /** What ends something is asked about first. */
  @PostMapping(
      path = "/providers/{id}/{action:disable|revoke|delete}",
      params = Confirmation.UNANSWERED)
  ModelAndView ask(Workspace workspace, @PathVariable String id, @PathVariable String action) {
    String name = ProviderEditing.find(workspace, id).name();
    String path = "/providers/" + id;
    return Confirmation.page(action, name, path + "/" + action, path);
  }

  @PostMapping("/providers/{id}/obtain")
  String obtain(Workspace workspace, @PathVariable String id, RedirectAttributes next) {
    return actions.run(id, next, () -> newToken(workspace, id, "A token was obtained."));
  }

  @PostMapping("/providers/{id}/refresh")
  String refresh(Workspace workspace, @PathVariable String id, RedirectAttributes next) {
    return actions.run(id, next, () -> newToken(workspace, id, "The token was refreshed."));
  }

  /** With client credentials both buttons mean: a new token, now. */
  private static Outcome newToken(Workspace workspace, String id, String title) {
    workspace.auth().tokens().obtain(new ProviderId(id));
    return Outcome.good(title);
  }

  @PostMapping("/providers/{id}/test")
  String test(Workspace workspace, @PathVariable String id, RedirectAttributes next) {
    return actions.run(id, next, () -> tested(workspace, new ProviderId(id)));
  }

  private Outcome tested(Workspace workspace, ProviderId id) {
    Outcome outcome = Reports.tested(workspace.auth().tokens().test(id));
    results.keep(workspace.tenant(), id, outcome);
    return outcome;
  }

  @PostMapping(path = "/providers/{id}/revoke", params = Confirmation.ANSWERED)
  String revoke(Workspace workspace, @PathVariable String id, RedirectAttributes next) {
    return actions.run(
        id, next, () -> Reports.revoked(workspace.auth().tokens().revoke(new ProviderId(id))));
  }

  @PostMapping(path = "/providers/{id}/disable", params = Confirmation.ANSWERED)
  String disable(Workspace workspace, @PathVariable String id, RedirectAttributes next) {
    return actions.run(
        id,
        next,
        () -> {
          workspace.auth().providers().disable(new ProviderId(id));
          return Outcome.good("The provider is disabled. Callouts that need it are not sent.");
        });
  }

  @PostMapping("/providers/{id}/enable")
  String enable(Workspace workspace, @PathVariable String id, RedirectAttributes next) {
    return actions.run(
        id,
        next,
        () -> {
          workspace.auth().providers().enable(new ProviderId(id));
          return Outcome.good("The provider is enabled.");
        });
  }

  @PostMapping(path = "/providers/{id}/delete", params = Confirmation.ANSWERED)
  String delete(Workspace workspace, @PathVariable String id, RedirectAttributes next) {
    Provider provider = ProviderEditing.find(workspace, id);
    try {
      workspace.auth().providers().delete(provider.id());
      results.forget(workspace.tenant(), provider.id());
      next.addFlashAttribute("outcome", Outcome.good(provider.name() + " is deleted."));
    } catch (ProviderInUseException reason) {
      next.addFlashAttribute("outcome", inUse(workspace, provider, reason));
    }
    return "redirect:/providers";
  }

  private Outcome inUse(Workspace workspace, Provider provider, ProviderInUseException reason) {
    String users = reason.total() == 1 ? "1 notification" : reason.total() + " notifications";
    return Outcome.bad(
            provider.name()
                + " is not deleted: it is used by "
                + users
                + ". Choose another authentication for each of them first."
                + more(reason))
        .linking(names.notifications(workspace, reason.notificationIds()));
  }

  private static String more(ProviderInUseException reason) {
    long unlisted = reason.total() - reason.notificationIds().size();
    return unlisted > 0 ? " These are some; and " + unlisted + " more." : "";
  }
}
