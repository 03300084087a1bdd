package io.calloutauth.example.console.access;

import org.springframework.http.MediaType;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseBody;

/** The page on which people sign in, and the way to the first page behind it. */
@Controller
class FrontDoor {

  @GetMapping("/login")
  String login() {
    return "login";
  }

  @GetMapping("/")
  String first() {
    return "redirect:/providers";
  }

  /** Returns the CSRF token of this login, for a form that was opened in an earlier one. */
  @GetMapping(path = "/session", produces = MediaType.TEXT_PLAIN_VALUE)
  @ResponseBody
  String session(CsrfToken token) {
    return token.getToken();
  }
}
