package io.calloutauth.example.console.providers;

import io.calloutauth.Authorizations;
import io.calloutauth.CalloutAuthException;
import io.calloutauth.example.console.Outcome;
import io.calloutauth.example.console.access.Workspace;
import io.calloutauth.provider.ProviderId;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpSession;
import java.net.URI;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;
import org.springframework.web.servlet.support.ServletUriComponentsBuilder;

/**
 * Sends whoever authorizes a provider to its authorization server, and takes what the browser
 * brings back. The session's login value ties the two together.
 */
@Controller
class AuthorizationActions {

  private static final String LOGIN = AuthorizationActions.class.getName();
  private static final SecureRandom RANDOM = new SecureRandom();

  private final ToldAction actions;

  AuthorizationActions(ToldAction actions) {
    this.actions = actions;
  }

  /**
   * Shows where the browser goes on, and lets it go: a form must not lead to another server, as
   * this application's content security policy says.
   */
  @PostMapping("/providers/{id}/authorize")
  Object authorize(
      Workspace workspace, @PathVariable String id, HttpSession session, RedirectAttributes next) {
    String name = ProviderEditing.find(workspace, id).name();
    try {
      URI go =
          workspace
              .auth()
              .authorizations()
              .begin(new ProviderId(id), redirectUri(id), login(session));
      return new ModelAndView(
          "providers/authorize",
          Map.of("go", go.toString(), "host", go.getHost(), "name", name, "id", id));
    } catch (CalloutAuthException reason) {
      return actions.run(
          id,
          next,
          () -> {
            throw reason;
          });
    }
  }

  /**
   * Returns the redirect URI, at this application's address as the browser asks for it. It is
   * registered at the server: a Host header that somebody made up leads to no redirect there.
   */
  static URI redirectUri(String id) {
    return ServletUriComponentsBuilder.fromCurrentContextPath()
        .path("/providers/{id}/authorized")
        .build(id);
  }

  private static String login(HttpSession session) {
    Object known = session.getAttribute(LOGIN);
    if (known instanceof String login) {
      return login;
    }
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    String login = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    session.setAttribute(LOGIN, login);
    return login;
  }

  /** The redirect URI. What it does is told on the provider's page, without the code. */
  @GetMapping("/providers/{id}/authorized")
  String authorized(
      Workspace workspace,
      @PathVariable String id,
      HttpServletRequest request,
      HttpSession session,
      RedirectAttributes next) {
    return actions.run(
        id,
        next,
        () -> told(workspace.auth().authorizations().complete(asked(request), login(session))));
  }

  /** What no URI may hold is nothing that a server sent: without it there is no response. */
  private static URI asked(HttpServletRequest request) {
    String query = request.getQueryString();
    try {
      return URI.create(request.getRequestURI() + (query == null ? "" : "?" + query));
    } catch (IllegalArgumentException broken) {
      return URI.create(request.getRequestURI());
    }
  }

  private static Outcome told(Authorizations.Result result) {
    return result.isDone()
        ? Outcome.good(result.text() + ".")
        : Outcome.bad(result.text() + ".")
            .quoting(result.untrustedDescription().or(result::code).orElse(null))
            .under(result.correlationId());
  }
}
