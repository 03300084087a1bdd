package io.calloutauth.example.console.providers;

import io.calloutauth.ImportReport;
import io.calloutauth.ImportReport.Item;
import io.calloutauth.Transfer;
import io.calloutauth.example.console.Outcome;
import io.calloutauth.example.console.Outcome.Step;
import io.calloutauth.example.console.access.Workspace;
import io.calloutauth.provider.FieldProblem;
import io.calloutauth.provider.SecretResolver;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/**
 * Export and import of a workspace's providers and bindings. This host has no vault: secrets stand
 * in the import, or are kept.
 */
@Controller
class TransferPages {

  private static final int SHOWN = 100;

  @GetMapping("/providers/transfer")
  String start() {
    return "providers/transfer";
  }

  @GetMapping("/providers/transfer/export")
  void export(Workspace workspace, HttpServletResponse response) throws IOException {
    response.setContentType("application/x-ndjson;charset=UTF-8");
    response.setHeader("Content-Disposition", "attachment; filename=\"providers.ndjson\"");
    workspace.auth().transfer().export(response.getWriter());
  }

  /** Says what an import would do. */
  @PostMapping("/providers/transfer/plan")
  ModelAndView plan(Workspace workspace, @RequestParam String lines) throws IOException {
    ImportReport report = read(workspace, lines).report();
    return page(
        told("Nothing is changed yet. Enter the lines again and import them to do this:", report));
  }

  /** Does it: what somebody else changes between plan and import is left. */
  @PostMapping("/providers/transfer")
  ModelAndView apply(Workspace workspace, @RequestParam String lines) throws IOException {
    ImportReport report = workspace.auth().transfer().apply(read(workspace, lines));
    return page(told("The import is done:", report));
  }

  private static Transfer.Plan read(Workspace workspace, String lines) throws IOException {
    return workspace.auth().transfer().plan(new StringReader(lines), SecretResolver.NONE);
  }

  /** What was typed is not shown again: there may be secrets in it. */
  private static ModelAndView page(Outcome outcome) {
    return new ModelAndView("providers/transfer").addObject("outcome", outcome);
  }

  private static Outcome told(String title, ImportReport report) {
    List<Step> steps = report.items().stream().limit(SHOWN).map(TransferPages::step).toList();
    int more = report.items().size() - steps.size();
    Outcome outcome = report.refused().isEmpty() ? Outcome.good(title) : Outcome.bad(title);
    return more > 0
        ? Outcome.bad(title + " (the first " + SHOWN + " of " + report.items().size() + " lines)")
            .with(steps)
        : outcome.with(steps);
  }

  private static Step step(Item item) {
    boolean taken =
        switch (item.outcome()) {
          case CREATED, UPDATED, UNCHANGED, BOUND -> true;
          case REFUSED, VETOED, CHANGED_MEANWHILE -> false;
        };
    String what = item.notification() == null ? item.provider() : item.notification();
    return new Step(taken, "Line " + item.line() + ", " + what + ": " + words(item));
  }

  private static String words(Item item) {
    return switch (item.outcome()) {
      case CREATED -> item.newKey() ? "new, with a new key to register" : "new";
      case UPDATED -> "changed: " + labels(item);
      case UNCHANGED -> "as it is";
      case BOUND -> "bound to " + item.provider();
      case VETOED -> "not let through";
      case CHANGED_MEANWHILE -> "changed by somebody else meanwhile: look again";
      case REFUSED ->
          item.problems().stream().map(FieldProblem::toString).collect(Collectors.joining("; "));
    };
  }

  private static String labels(Item item) {
    return item.changed().stream().map(FormField::label).collect(Collectors.joining(", "));
  }
}
