package io.calloutauth.example.console.access;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Ends a session that nobody used for the idle time-out. The container cannot: for it, a page that
 * refreshes by itself is somebody at work. Stands before the security filters. Thread-safe.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class IdleLogins extends OncePerRequestFilter {

  /** Set by pages on the requests that they send by themselves. */
  static final String POLLED = "X-Polled";

  private static final String USED_AT = IdleLogins.class.getName() + ".usedAt";

  private final Duration idle;
  private final InstantSource clock;

  IdleLogins(@Value("${server.servlet.session.timeout:30m}") Duration idle, InstantSource clock) {
    this.idle = idle;
    this.clock = clock;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    HttpSession session = request.getSession(false);
    if (session != null) {
      Instant now = clock.instant();
      Instant used = session.getAttribute(USED_AT) instanceof Instant at ? at : now;
      if (!now.isBefore(used.plus(idle))) {
        session.invalidate();
      } else if (request.getHeader(POLLED) == null || session.getAttribute(USED_AT) == null) {
        session.setAttribute(USED_AT, now);
      }
    }
    chain.doFilter(request, response);
  }
}
