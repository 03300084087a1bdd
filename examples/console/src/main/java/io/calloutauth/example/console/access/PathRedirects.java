package io.calloutauth.example.console.access;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.springframework.security.web.RedirectStrategy;

/** Redirects within this application alone: scheme and host of the URL are left out. */
final class PathRedirects implements RedirectStrategy {

  @Override
  public void sendRedirect(HttpServletRequest request, HttpServletResponse response, String url)
      throws IOException {
    URI place = URI.create(url);
    String query = place.getRawQuery() == null ? "" : "?" + place.getRawQuery();
    // A path that begins with two slashes would be another host's.
    String path = "/" + place.getRawPath().replaceFirst("^/+", "");
    response.sendRedirect(path + query);
  }
}
