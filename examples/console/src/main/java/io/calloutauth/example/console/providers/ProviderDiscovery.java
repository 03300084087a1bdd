package io.calloutauth.example.console.providers;

import io.calloutauth.CalloutAuthException;
import io.calloutauth.DiscoveryReport;
import io.calloutauth.InvalidSettingsException;
import io.calloutauth.example.console.Outcome;
import io.calloutauth.example.console.Refusals;
import io.calloutauth.example.console.access.Workspace;
import io.calloutauth.provider.ProviderField;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** Fills in the form of a provider from the metadata of its authorization server. */
@Controller
class ProviderDiscovery {

  private static final String CONFIRMED = "confirmed-";

  private final Refusals refusals;

  ProviderDiscovery(Refusals refusals) {
    this.refusals = refusals;
  }

  /** Asks the server; the id is that of the provider that is edited, empty for a new one. */
  @PostMapping("/providers/discover")
  ModelAndView discover(
      Workspace workspace,
      @RequestParam(defaultValue = "") String id,
      @RequestParam Map<String, String> typed) {
    ModelAndView page = new ModelAndView();
    TypedProvider draft = TypedProvider.of(workspace, id, typed, page);
    ProviderForm form = draft.form();
    try {
      DiscoveryReport report =
          workspace.auth().discovery().fetch(form.text(ProviderField.ISSUER), draft.settings());
      return ProviderEditing.again(page, form.filled(report.filled()))
          .addObject("found", Reports.discovered(report))
          .addObject("confirmable", confirmable(report));
    } catch (InvalidSettingsException reason) {
      return ProviderEditing.again(page, form.refused(reason))
          .addObject("found", Reports.notTried(reason));
    } catch (CalloutAuthException reason) {
      return ProviderEditing.again(page, form).addObject("found", refusals.of(reason));
    }
  }

  /** Fills in what an administrator saw and confirmed: asks nobody. */
  @PostMapping("/providers/discover/confirm")
  ModelAndView confirm(
      Workspace workspace,
      @RequestParam(defaultValue = "") String id,
      @RequestParam Map<String, String> typed) {
    ModelAndView page = new ModelAndView();
    ProviderForm form = TypedProvider.of(workspace, id, typed, page).form();
    Map<ProviderField, String> confirmed = new EnumMap<>(ProviderField.class);
    for (FormField field : FormFields.ALL.values()) {
      String value = typed.getOrDefault(CONFIRMED + field.parameter(), "");
      if (!value.isEmpty()) {
        confirmed.put(field.setting(), value);
      }
    }
    return ProviderEditing.again(page, form.filled(confirmed))
        .addObject("found", Outcome.good("The confirmed endpoints are filled in."));
  }

  private static List<Confirmable> confirmable(DiscoveryReport report) {
    return report.toConfirm().entrySet().stream()
        .map(
            endpoint ->
                new Confirmable(
                    CONFIRMED + FormField.parameter(endpoint.getKey()),
                    FormField.label(endpoint.getKey()),
                    endpoint.getValue().toString()))
        .toList();
  }

  /**
   * An endpoint that an administrator has to confirm.
   *
   * @param parameter the request parameter that it comes back in
   * @param label what endpoint it is
   * @param url where it is
   */
  record Confirmable(String parameter, String label, String url) {}
}
