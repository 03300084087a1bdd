package io.calloutauth.example.console.providers;

import io.calloutauth.TokenStatus;
import io.calloutauth.example.console.access.Workspace;
import io.calloutauth.example.console.activity.Activity;
import io.calloutauth.example.console.notifications.Names;
import io.calloutauth.provider.Provider;
import io.calloutauth.provider.ProviderId;
import io.calloutauth.store.Page;
import java.time.InstantSource;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;

/** The list of providers, and what there is to see of one. */
@Controller
class ProviderPages {

  private static final int EVENTS = 10;
  private static final int NOTIFICATIONS = 100;

  private final Activity activity;
  private final Names names;
  private final TestResults results;
  private final InstantSource clock;

  ProviderPages(Activity activity, Names names, TestResults results, InstantSource clock) {
    this.activity = activity;
    this.names = names;
    this.results = results;
    this.clock = clock;
  }

  @GetMapping("/providers")
  String list(
      Workspace workspace,
      @RequestParam Map<String, String> query,
      @RequestParam(defaultValue = "1") int page,
      Model model) {
    ProviderSearch.Wanted wanted = ProviderSearch.Wanted.of(query);
    model.addAttribute(
        "found", ProviderSearch.of(workspace.auth().providers(), wanted, clock.instant(), page));
    return "providers/list";
  }

  @GetMapping("/providers/{id}")
  String details(Workspace workspace, @PathVariable String id, Model model) {
    Provider provider = ProviderEditing.find(workspace, id);
    TokenStatus status = workspace.auth().tokens().status(provider.id());
    model.addAttribute("provider", provider);
    model.addAttribute("token", TokenView.of(status, provider.scope()));
    if (provider.grantType().usesAuthorizationEndpoint()) {
      model.addAttribute("redirectUri", AuthorizationActions.redirectUri(id));
    }
    PublishedKeys.path(workspace.tenant(), provider)
        .ifPresent(path -> model.addAttribute("keysPath", path));
    workspace
        .auth()
        .providers()
        .publicKeys(provider.id())
        .ifPresent(keys -> model.addAttribute("keys", keys));
    provider
        .clientCertificate()
        .map(shown -> ShownCertificate.at(clock.instant(), shown))
        .ifPresent(shown -> model.addAttribute("certificate", shown));
    model.addAttribute("lastTest", results.find(workspace.tenant(), provider.id()));
    model.addAttribute("usedBy", usedBy(workspace, provider.id(), model));
    model.addAttribute(
        "events", names.of(workspace, activity.latest(workspace.tenant(), provider.id(), EVENTS)));
    return "providers/details";
  }

  /** Hands out the certificate, which holds no secret, as a file. */
  @GetMapping("/providers/{id}/certificate.pem")
  ResponseEntity<String> certificate(Workspace workspace, @PathVariable String id) {
    return ProviderEditing.find(workspace, id)
        .clientCertificate()
        .map(
            shown ->
                ResponseEntity.ok()
                    .header("Content-Type", "application/x-pem-file")
                    .header("Content-Disposition", "attachment; filename=\"certificate.pem\"")
                    .body(shown.chainPem()))
        .orElseGet(() -> ResponseEntity.notFound().build());
  }

  private Object usedBy(Workspace workspace, ProviderId id, Model model) {
    Page<String> bound = workspace.auth().notifications().list(id, NOTIFICATIONS);
    model.addAttribute("usedByMore", bound.next().isPresent());
    return names.notifications(workspace, bound.items());
  }
}
