package io.calloutauth.example.console.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;

/**
 * Tells whoever is not signed in (any more): a page's own request leads to the sign-in page, and a
 * script's gets a 401, so that no sign-in page is put where a part of a page was. Thread-safe.
 */
final class SignedOut implements AuthenticationEntryPoint, AccessDeniedHandler {

  static boolean isForAPart(HttpServletRequest request) {
    return request.getHeader("HX-Request") != null;
  }

  @Override
  public void commence(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException reason)
      throws IOException {
    lead(request, response, "/login");
  }

  /** A login that ended took its CSRF token along: that says nothing about anybody's role. */
  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, AccessDeniedException reason)
      throws IOException {
    if (SecurityContextHolder.getContext().getAuthentication() == null) {
      lead(request, response, "/login?ended");
    } else {
      response.sendError(HttpServletResponse.SC_FORBIDDEN);
    }
  }

  private static void lead(HttpServletRequest request, HttpServletResponse response, String page)
      throws IOException {
    if (isForAPart(request)) {
      response.setStatus(HttpServletResponse.SC_UNAUTHORIZED);
    } else {
      response.sendRedirect(page);
    }
  }
}
