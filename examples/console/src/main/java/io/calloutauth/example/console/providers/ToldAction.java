package io.calloutauth.example.console.providers;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.ProviderNotFoundException;
import io.calloutauth.example.console.Missing;
import io.calloutauth.example.console.Outcome;
import io.calloutauth.example.console.Refusals;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** Does what a button of a provider says, and tells on the provider's page what happened. */
@Component
class ToldAction {

  private final Refusals refusals;

  ToldAction(Refusals refusals) {
    this.refusals = refusals;
  }

  String run(String id, RedirectAttributes next, Supplier<Outcome> action) {
    Outcome outcome;
    try {
      outcome = action.get();
    } catch (ProviderNotFoundException reason) {
      throw new Missing("This provider is not there (any more).");
    } catch (CalloutAuthException reason) {
      outcome = refusals.of(reason);
    }
    next.addFlashAttribute("outcome", outcome);
    next.addAttribute("id", id);
    return "redirect:/providers/{id}";
  }
}
