package io.calloutauth.example.console;

import java.util.List;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Prints where the console is, and what is needed to try it, once it can be reached. */
@Component
class Announcement {

  private final List<Announced> parts;

  Announcement(List<Announced> parts) {
    this.parts = parts;
  }

  @EventListener
  void ready(ApplicationReadyEvent ready) {
    if (ready.getApplicationContext() instanceof WebServerApplicationContext context) {
      WebServer server = context.getWebServer();
      if (server != null) {
        System.out.printf("%nThe console is at http://127.0.0.1:%d%n", server.getPort());
        parts.forEach(part -> part.lines().forEach(System.out::println));
      }
    }
  }
}
