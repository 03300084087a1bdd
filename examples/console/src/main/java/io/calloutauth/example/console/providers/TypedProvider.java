package io.calloutauth.example.console.providers;

import io.calloutauth.example.console.access.Workspace;
import io.calloutauth.example.console.providers.ProviderEditing.Edited;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderSettings;
import java.util.Map;
import org.springframework.web.servlet.ModelAndView;

/**
 * What was typed about a provider, and what it was typed over: nothing, a template, or a provider
 * that is edited.
 *
 * @param form what was typed
 * @param draft what it was typed over
 */
record TypedProvider(ProviderForm form, ProviderSettings.Builder draft) {

  /**
   * Reads a request's parameters.
   *
   * @param id the provider that is edited; empty for a new one
   * @param page shows the form again if need be, and is told what it was typed over
   */
  static TypedProvider of(
      Workspace workspace, String id, Map<String, String> typed, ModelAndView page) {
    return id.isEmpty()
        ? ofNew(typed, page)
        : ofEdit(ProviderEditing.find(workspace, id), typed, page);
  }

  /** Reads a request's parameters as a provider that is yet to be made. */
  static TypedProvider ofNew(Map<String, String> typed, ModelAndView page) {
    TemplateChoice template = TemplateChoice.of(typed);
    if (template == null) {
      return new TypedProvider(ProviderForm.of(typed), ProviderSettings.clientCredentials());
    }
    page.addObject("template", template);
    return new TypedProvider(template.over(ProviderForm.of(typed)), template.draft());
  }

  private static TypedProvider ofEdit(
      Provider provider, Map<String, String> typed, ModelAndView page) {
    page.addObject("edited", Edited.of(provider.id().value(), provider, typed));
    return new TypedProvider(
        ProviderForm.of(typed).editing(provider), provider.toSettings().toBuilder());
  }

  /** Returns the settings that were typed. */
  ProviderSettings settings() {
    return form.over(draft);
  }
}
