package io.calloutauth.example.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("keycloak")
class KeycloakTest extends RealServerStory {

  @Override
  RealServer start(StoryClients clients) throws IOException {
    Path home = Path.of(System.getProperty("keycloak.home", "target/keycloak/none"));
    NeededTool.built(
        Files.isExecutable(home.resolve("bin/kc.sh")),
        "Keycloak is not unpacked: build with the profile keycloak");
    return Keycloak.start(home, clients);
  }
}
