package io.calloutauth.example.console.access;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;

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
}
