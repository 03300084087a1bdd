package io.calloutauth.example.console.providers;

import io.calloutauth.Providers;
import io.calloutauth.example.console.Confirmation;
import io.calloutauth.example.console.Outcome;
import io.calloutauth.example.console.access.Workspace;
import io.calloutauth.provider.ProviderId;
import java.util.function.BiConsumer;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * What the buttons do by which the keys and the secret of a provider are rolled. Each is about the
 * version that its page showed.
 */
@Controller
class RolloverActions {

  private final ToldAction actions;

  RolloverActions(ToldAction actions) {
    this.actions = actions;
  }

  /** Runs one step of a rollover, and tells what it did. */
  private String run(
      Workspace workspace,
      String id,
      RedirectAttributes next,
      BiConsumer<Providers, ProviderId> step,
      String done) {
    return actions.run(
        id,
        next,
        () -> {
          step.accept(workspace.auth().providers(), new ProviderId(id));
          return Outcome.good(done);
        });
  }

  @PostMapping("/providers/{id}/add-key")
  String addKey(
      Workspace workspace,
      @PathVariable String id,
      @RequestParam long version,
      @RequestParam(name = "next-key", defaultValue = "") String typed,
      RedirectAttributes next) {
    return run(
        workspace,
        id,
        next,
        (providers, provider) -> providers.addKey(provider, version, typed),
        "The next key is published. Promote it once the authorization server knows it.");
  }

  @PostMapping("/providers/{id}/promote-key")
  String promoteKey(
      Workspace workspace,
      @PathVariable String id,
      @RequestParam long version,
      @RequestParam String kid,
      RedirectAttributes next) {
    return run(
        workspace,
        id,
        next,
        (providers, provider) -> providers.promoteKey(provider, version, kid),
        "The key signs. Drop the one before once the server takes this one.");
  }

  @PostMapping(path = "/providers/{id}/drop-key", params = Confirmation.UNANSWERED)
  ModelAndView askToDropKey(
      @PathVariable String id, @RequestParam long version, @RequestParam String kid) {
    String path = "/providers/" + id;
    return Confirmation.page(
        "drop-key", kid, path + "/drop-key?version=" + version + "&kid=" + kid, path);
  }

  @PostMapping(path = "/providers/{id}/drop-key", params = Confirmation.ANSWERED)
  String dropKey(
      Workspace workspace,
      @PathVariable String id,
      @RequestParam long version,
      @RequestParam String kid,
      RedirectAttributes next) {
    return run(
        workspace,
        id,
        next,
        (providers, provider) -> providers.dropKey(provider, version, kid),
        "The key is dropped.");
  }

  @PostMapping("/providers/{id}/add-secret")
  String addSecret(
      Workspace workspace,
      @PathVariable String id,
      @RequestParam long version,
      @RequestParam(name = "next-secret") String typed,
      RedirectAttributes next) {
    return run(
        workspace,
        id,
        next,
        (providers, provider) -> providers.addSecret(provider, version, typed),
        "The next client secret is stored. It is tried where the other one is refused.");
  }

  @PostMapping("/providers/{id}/promote-secret")
  String promoteSecret(
      Workspace workspace,
      @PathVariable String id,
      @RequestParam long version,
      RedirectAttributes next) {
    boolean isTried =
        workspace
            .auth()
            .tokens()
            .status(new ProviderId(id))
            .credential()
            .filter("client_secret:next"::equals)
            .isPresent();
    return run(
        workspace,
        id,
        next,
        (providers, provider) -> providers.promoteSecret(provider, version),
        "The next client secret is the client secret. The old one is gone."
            + (isTried ? "" : " The server was not seen to take it yet: obtain a token now."));
  }

  @PostMapping(path = "/providers/{id}/drop-secret", params = Confirmation.UNANSWERED)
  ModelAndView askToDropSecret(
      Workspace workspace, @PathVariable String id, @RequestParam long version) {
    String path = "/providers/" + id;
    return Confirmation.page(
        "drop-secret",
        ProviderEditing.find(workspace, id).name(),
        path + "/drop-secret?version=" + version,
        path);
  }

  @PostMapping(path = "/providers/{id}/drop-secret", params = Confirmation.ANSWERED)
  String dropSecret(
      Workspace workspace,
      @PathVariable String id,
      @RequestParam long version,
      RedirectAttributes next) {
    return run(
        workspace,
        id,
        next,
        (providers, provider) -> providers.dropSecret(provider, version),
        "The next client secret is dropped.");
  }
}
