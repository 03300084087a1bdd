package io.calloutauth.example.console.demo;

import io.calloutauth.example.console.Outcome;
import java.time.Duration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/** The demo's servers, and what can be made to go wrong there. */
@Controller
@ConditionalOnProperty("console.demo")
class DemoPage {

  private final DemoServers servers;

  DemoPage(DemoServers servers) {
    this.servers = servers;
  }

  @GetMapping("/demo")
  String demo(Model model) {
    model.addAttribute("server", servers.server());
    model.addAttribute("receiver", servers.receiver());
    model.addAttribute("client", servers.billing().id());
    return "demo";
  }

  @PostMapping("/demo/revoke")
  String revoke(RedirectAttributes next) {
    servers.server().revokeAllTokens();
    return told(
        next,
        "The authorization server revoked all its tokens, and told nobody. Send a test callout:"
            + " it meets a 401, the token is renewed, and the callout is sent once more.");
  }

  @PostMapping("/demo/fail")
  String fail(RedirectAttributes next) {
    servers.receiver().answerNext(1, 503);
    return told(next, "The receiver will answer the next callout with 503.");
  }

  @PostMapping("/demo/slow")
  String slow(RedirectAttributes next) {
    servers.receiver().delayNext(1, Duration.ofSeconds(3));
    return told(next, "The receiver will take 3 s for the next callout.");
  }

  private static String told(RedirectAttributes next, String what) {
    next.addFlashAttribute("outcome", Outcome.good(what));
    return "redirect:/demo";
  }
}
