package io.calloutauth.client;

import static org.assertj.core.api.Assertions.assertThatCode;

import io.calloutauth.endpoint.EndpointPolicyFuzzTest;
import io.calloutauth.oauth.ChallengesFuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Bends the seeds of the fuzz tests a few thousand times, the same way in every build. The long
 * runs, which look where the code leads them, are in the profile {@code fuzz}.
 */
class ShortFuzzTest {

  private static final int ROUNDS = 20_000;
  private static final int MOST_BENDS = 6;

  /** Texts that a single changed byte does not lead to. */
  private static final List<byte[]> WORDS =
      Stream.of(
              "\r\n",
              "\\u0000",
              "\\ud800",
              "{\"a\":",
              "[[[[",
              "1e99",
              "-0",
              "null",
              "true",
              ",,",
              "Bearer ",
              "\"error\":\"x\",",
              "\"access_token\":\"",
              "::ffff:",
              "127.0.0.1",
              "%2e",
              "@",
              "xn--",
              "\u00e9",
              "\ufeff",
              "\uff0e",
              "=\"",
              "; ")
          .map(word -> word.getBytes(StandardCharsets.UTF_8))
          .toList();

  /** What the profile fuzzes, each with the folder of its seeds. */
  enum Target {
    TOKEN_RESPONSES(
        "client/TokenResponseFuzzTestInputs",
        new TokenResponseFuzzTest()::anAnswerBringsASoundTokenOrAFailure),
    CHALLENGES(
        "oauth/ChallengesFuzzTestInputs", new ChallengesFuzzTest()::readingChallengesNeverFails),
    ENDPOINT_POLICY(
        "endpoint/EndpointPolicyFuzzTestInputs",
        new EndpointPolicyFuzzTest()::anAllowedUrlLeadsToPublicAddressesOnly),
    SCOPES("client/ScopeFuzzTestInputs", new ScopeFuzzTest()::aScopeIsReadWholeOrRefused);

    private final String seeds;
    private final Consumer<byte[]> run;

    Target(String seeds, Consumer<byte[]> run) {
      this.seeds = seeds;
      this.run = run;
    }

    List<byte[]> seeds() throws IOException {
      Path folder = Path.of("src", "test", "resources", "io", "calloutauth").resolve(seeds);
      try (Stream<Path> files = Files.walk(folder)) {
        return files.filter(Files::isRegularFile).sorted().map(Target::read).toList();
      }
    }

    private static byte[] read(Path file) {
      try {
        return Files.readAllBytes(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsItsInvariantOnBentSeeds(Target target) throws IOException {
    Random random = new Random(20_261_127);
    List<byte[]> seeds = target.seeds();
    for (int i = 0; i < ROUNDS; i++) {
      byte[] input = seeds.get(random.nextInt(seeds.size()));
      for (int bends = 1 + random.nextInt(MOST_BENDS); bends > 0; bends--) {
        input = bent(input, seeds, random);
      }
      byte[] last = input;
      assertThatCode(() -> target.run.accept(last))
          .as(() -> "input " + HexFormat.of().formatHex(last))
          .doesNotThrowAnyException();
    }
  }

  private static byte[] bent(byte[] input, List<byte[]> seeds, Random random) {
    int at = random.nextInt(input.length + 1);
    int end = Math.min(input.length, at + random.nextInt(8));
    return switch (random.nextInt(5)) {
      case 0 -> spliced(input, at, end, new byte[0]);
      case 1 -> spliced(input, at, end, new byte[] {(byte) random.nextInt(256)});
      case 2 -> spliced(input, at, at, WORDS.get(random.nextInt(WORDS.size())));
      case 3 -> spliced(input, at, at, Arrays.copyOfRange(input, at, end));
      default -> crossed(input, at, seeds.get(random.nextInt(seeds.size())), random);
    };
  }

  private static byte[] crossed(byte[] input, int at, byte[] other, Random random) {
    int from = random.nextInt(other.length + 1);
    return spliced(input, at, input.length, Arrays.copyOfRange(other, from, other.length));
  }

  /** Returns the bytes with what is between two places replaced. */
  private static byte[] spliced(byte[] input, int from, int to, byte[] middle) {
    byte[] result = new byte[from + middle.length + input.length - to];
    System.arraycopy(input, 0, result, 0, from);
    System.arraycopy(middle, 0, result, from, middle.length);
    System.arraycopy(input, to, result, from + middle.length, input.length - to);
    return result;
  }
}
