package io.calloutauth.example.console.providers;

import io.calloutauth.example.console.Missing;
import io.calloutauth.provider.ProviderTemplate;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * A new provider from a template: the templates, what one has to be told, and then the form of a
 * new provider, filled in. Nothing is stored before that form is.
 */
@Controller
class TemplatePages {

  @GetMapping("/providers/new/templates")
  ModelAndView list() {
    return new ModelAndView("providers/templates")
        .addObject("choices", ProviderTemplate.all().stream().map(TemplateChoice::of).toList());
  }

  @GetMapping("/providers/new/templates/{id}")
  ModelAndView start(@PathVariable String id) {
    return page(TemplateChoice.of(find(id)));
  }

  @PostMapping("/providers/new/templates/{id}")
  ModelAndView fill(@PathVariable String id, @RequestParam Map<String, String> typed) {
    TemplateChoice choice = TemplateChoice.of(find(id), typed);
    if (!choice.wrong().isEmpty()) {
      ModelAndView again = page(choice);
      again.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
      return again;
    }
    return new ModelAndView("providers/form")
        .addObject("template", choice)
        .addObject("form", choice.form());
  }

  private static ModelAndView page(TemplateChoice choice) {
    return new ModelAndView("providers/template").addObject("choice", choice);
  }

  private static ProviderTemplate find(String id) {
    return ProviderTemplate.find(id).orElseThrow(() -> new Missing("There is no such template."));
  }
}
