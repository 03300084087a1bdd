package io.calloutauth.example.console.providers;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.InvalidSettingsException;
import io.calloutauth.ProviderNameTakenException;
import io.calloutauth.StaleProviderException;
import io.calloutauth.TestReport;
import io.calloutauth.example.console.Missing;
import io.calloutauth.example.console.Outcome;
import io.calloutauth.example.console.Refusals;
import io.calloutauth.example.console.access.Workspace;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderField;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.provider.ProviderSettings;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The form of a provider: new, edited, and tried before it is stored. */
@Controller
class ProviderEditing {

  private final Refusals refusals;

  ProviderEditing(Refusals refusals) {
    this.refusals = refusals;
  }

  @GetMapping("/providers/new")
  String start(Model model) {
    model.addAttribute("form", ProviderForm.empty());
    return "providers/form";
  }

  @GetMapping("/providers/{id}/edit")
  String edit(Workspace workspace, @PathVariable String id, Model model) {
    Provider provider = find(workspace, id);
    model.addAttribute("edited", new Edited(id, provider.version(), provider.name()));
    model.addAttribute("form", ProviderForm.of(provider));
    return "providers/form";
  }

  @PostMapping("/providers")
  ModelAndView create(
      Workspace workspace, @RequestParam Map<String, String> typed, RedirectAttributes next) {
    ModelAndView page = new ModelAndView();
    TypedProvider made = TypedProvider.ofNew(typed, page);
    ProviderSettings settings = made.settings();
    return saved(() -> workspace.auth().providers().create(settings), page, made.form(), next);
  }

  @PostMapping("/providers/{id}/edit")
  ModelAndView update(
      Workspace workspace,
      @PathVariable String id,
      @RequestParam Map<String, String> typed,
      RedirectAttributes next) {
    Provider provider = find(workspace, id);
    Edited edited = Edited.of(id, provider, typed);
    ProviderForm form = ProviderForm.of(typed).editing(provider);
    ProviderSettings settings = form.over(provider.toSettings().toBuilder());
    return saved(
        () -> workspace.auth().providers().update(new ProviderId(id), edited.version(), settings),
        new ModelAndView().addObject("edited", edited),
        form,
        next);
  }

  /** Tries what is typed; the id is that of the provider that is edited, empty for a new one. */
  @PostMapping("/providers/check")
  ModelAndView check(
      Workspace workspace,
      @RequestParam(defaultValue = "") String id,
      @RequestParam Map<String, String> typed) {
    ModelAndView page = new ModelAndView();
    TypedProvider tried = TypedProvider.of(workspace, id, typed, page);
    ProviderForm form = tried.form();
    if (!form.withoutValue().isEmpty()) {
      return again(page, form.valueless());
    }
    try {
      TestReport report = workspace.auth().providers().check(tried.settings());
      return again(page, form).addObject("tried", Reports.tried(report));
    } catch (InvalidSettingsException reason) {
      return again(page, form.refused(reason)).addObject("tried", Reports.notTried(reason));
    } catch (CalloutAuthException reason) {
      return again(page, form).addObject("tried", refusals.of(reason));
    }
  }

  private ModelAndView saved(
      Supplier<Provider> change, ModelAndView page, ProviderForm form, RedirectAttributes next) {
    if (!form.withoutValue().isEmpty()) {
      return again(page, form.valueless());
    }
    try {
      Provider provider = change.get();
      next.addFlashAttribute("outcome", Outcome.good("Saved. " + Reports.NEXT));
      return new ModelAndView("redirect:/providers/" + provider.id());
    } catch (InvalidSettingsException reason) {
      return again(page, form.refused(reason));
    } catch (ProviderNameTakenException reason) {
      return again(
          page, form.refused(ProviderField.NAME, "is taken by another provider: choose another"));
    } catch (StaleProviderException reason) {
      return again(page, form).addObject("outcome", stale(form, page));
    } catch (CalloutAuthException reason) {
      return again(page, form).addObject("outcome", refusals.of(reason));
    }
  }

  /** Says what is different, so that nobody has to start over blindly. */
  private static Outcome stale(ProviderForm form, ModelAndView page) {
    String path =
        "/providers/" + (page.getModel().get("edited") instanceof Edited at ? at.id() : "");
    String differences = String.join(", ", form.differences());
    return Outcome.bad(
            "Somebody else changed this provider meanwhile. Nothing was saved: what you typed is"
                + " below"
                + (differences.isEmpty() ? "." : ". It differs from what is stored: " + differences)
                + (differences.isEmpty() ? "" : "."))
        .linking(
            List.of(
                new Outcome.Link(path, "See how it is now"),
                new Outcome.Link(path + "/edit", "Start over from there")));
  }

  static ModelAndView again(ModelAndView page, ProviderForm form) {
    page.setViewName("providers/form");
    page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
    return page.addObject("form", form);
  }

  static Provider find(Workspace workspace, String id) {
    return workspace
        .auth()
        .providers()
        .find(new ProviderId(id))
        .orElseThrow(() -> new Missing("This provider is not there (any more)."));
  }

  /**
   * The provider that a form is about.
   *
   * @param id its id
   * @param version the version that the form was filled from
   * @param name its name
   */
  record Edited(String id, long version, String name) {
    /** The version comes along with what was typed; without it the edit is of no version. */
    static Edited of(String id, Provider provider, Map<String, String> typed) {
      String version = typed.getOrDefault("version", "");
      return new Edited(
          id, version.matches("\\d{1,18}") ? Long.parseLong(version) : -1, provider.name());
    }
  }
}
