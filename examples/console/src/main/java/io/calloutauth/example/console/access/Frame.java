package io.calloutauth.example.console.access;

import io.calloutauth.example.console.ConsoleSettings;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.annotation.AuthenticationPrincipal;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;

/** Tells every page who is signed in and what they may do. */
@ControllerAdvice
class Frame {

  private final ConsoleSettings settings;

  Frame(ConsoleSettings settings) {
    this.settings = settings;
  }

  /** Tells who is signed in. */
  @ModelAttribute("viewer")
  Viewer viewer(@Nullable @AuthenticationPrincipal ConsoleUser user) {
    return user == null
        ? Viewer.NOBODY
        : new Viewer(
            user.getUsername(),
            user.tenant(),
            user.may(Role.PROVIDERS),
            user.may(Role.NOTIFICATIONS));
  }

  /** Tells whether there are servers to try everything with. */
  @ModelAttribute("demo")
  boolean demo() {
    return settings.demo();
  }

  /** Whoever looks at a page; nobody has no name. */
  record Viewer(String name, String tenant, boolean providers, boolean notifications) {
    static final Viewer NOBODY = new Viewer("", "", false, false);
  }
}
