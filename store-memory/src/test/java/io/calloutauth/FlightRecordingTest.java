package io.calloutauth;

import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.oauth.ClientAuthentication;
import io.calloutauth.provider.Provider;
import io.calloutauth.testkit.TokenServer;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import jdk.jfr.Configuration;
import jdk.jfr.Recording;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the JVM itself keeps of what happened: no secret and no token is in it. */
class FlightRecordingTest {

  private static final String MARKER = "this-much-a-recording-keeps";

  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(
      value = ClientAuthentication.class,
      mode = EnumSource.Mode.EXCLUDE,
      names = {"NONE", "TLS_CLIENT_AUTH", "SELF_SIGNED_TLS_CLIENT_AUTH"})
  void neitherARecordingNorThePropertiesHoldASecret(ClientAuthentication method) throws Exception {
    Path file = directory.resolve("recording.jfr");
    try (Recording recording = new Recording(Configuration.getConfiguration("profile"))) {
      recording.enable("jdk.JavaExceptionThrow");
      for (String io : List.of("jdk.SocketRead", "jdk.SocketWrite", "jdk.ThreadPark")) {
        recording.enable(io).withThreshold(Duration.ZERO);
      }
      recording.start();
      throwAndCatch();
      tellAStory(method);
      recording.stop();
      recording.dump(file);
    }

    String kept = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertThat(kept).contains(MARKER, "io/calloutauth/");
    assertThat(LeakStory.leaks(List.of(kept, System.getProperties().toString())))
        .extracting(leak -> leak.split(" in: ", 2)[0])
        .isEmpty();
  }

  private static void tellAStory(ClientAuthentication method) throws Exception {
    try (LeakStory story = new LeakStory(method)) {
      CalloutAuth auth = story.node.auth;
      Provider crm = story.bound("n", story.settings("CRM").build());
      story.step(() -> auth.tokens().test(crm.id()));
      CalloutCredentials used = auth.callouts().authenticate("n", "POST", URI.create(Node.TARGET));
      auth.callouts().afterResponse(used, CalloutResponse.of(401, name -> List.of()));
      story.server.answerTokens(n -> new TokenServer.Answer(400, Echoes.error("invalid_client")));
      story.step(() -> auth.providers().check(story.settings("another").build()));
      story.step(() -> auth.tokens().revoke(crm.id()));
    }
  }

  private static void throwAndCatch() {
    try {
      throw new IllegalStateException(MARKER);
    } catch (IllegalStateException recorded) {
      assertThat(recorded).hasMessage(MARKER);
    }
  }
}
