package io.calloutauth.example.interop;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;

@Tag("node")
class OidcProviderTest extends RotatingServerStory {

  @Override
  RealServer start(StoryClients clients) throws Exception {
    NeededTool.command("node");
    NeededTool.command("npm");
    return OidcProvider.start(Path.of("target", "node"), clients);
  }
}
