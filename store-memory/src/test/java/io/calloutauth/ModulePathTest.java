package io.calloutauth;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.calloutauth.memory.MemoryStore;
import io.calloutauth.testkit.TokenServer;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A host on the module path gets on with the descriptor that core's README shows. */
class ModulePathTest {

  private static final Path TOP = Path.of("..").toAbsolutePath().normalize();
  private static final Pattern DESCRIPTOR =
      Pattern.compile("```\\n(module my\\.host \\{.*?})\\n```", Pattern.DOTALL);
  private static final Pattern MODULE_NAME = Pattern.compile("<module\\.name>(.+)</module\\.name>");

  /** What core needs to run, and nothing that only its tests or adapters do. */
  private static final Pattern NEEDED =
      Pattern.compile(
          "(oauth2-oidc-sdk|nimbus-jose-jwt|content-type|lang-tag|json-smart|accessors-smart|asm"
              + "|jcip-annotations|httpcore5|slf4j-api|jspecify)-\\d.*\\.jar");

  private static final String HOST =
      """
      package my.host;

      import io.calloutauth.CalloutAuth;
      import io.calloutauth.endpoint.PublicEndpoints;
      import io.calloutauth.jdk.CalloutHttpClient;
      import io.calloutauth.memory.MemoryStore;
      import io.calloutauth.provider.ProviderSettings;
      import java.net.URI;
      import java.net.http.HttpClient;
      import java.net.http.HttpRequest;
      import java.net.http.HttpResponse.BodyHandlers;

      public class Main {
        public static void main(String[] arguments) throws Exception {
          PublicEndpoints policy = PublicEndpoints.builder().allowLoopbackHttp().build();
          try (CalloutAuth auth =
              CalloutAuth.builder(MemoryStore.create()).endpointPolicy(policy).build()) {
            ProviderSettings settings =
                ProviderSettings.clientCredentials()
                    .name("CRM")
                    .clientId("billing")
                    .clientSecret("s3cret")
                    .tokenEndpoint(arguments[0] + "/token")
                    .anyOrigin()
                    .build();
            auth.notifications().bind("n", auth.providers().create(settings).id());
            HttpClient http = CalloutHttpClient.of(auth.callouts(), "n", HttpClient.newHttpClient());
            HttpRequest callout = HttpRequest.newBuilder(URI.create(arguments[0] + "/me")).build();
            System.out.println(http.send(callout, BodyHandlers.discarding()).statusCode());
          }
        }
      }
      """;

  @TempDir private Path folder;

  @Test
  void getsATokenAndMakesACallout() throws Exception {
    String path = modulePath();
    compile(path);
    try (TokenServer server = new TokenServer()) {
      Process host =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--module-path",
                  path + File.pathSeparator + folder.resolve("host"),
                  "--module",
                  "my.host/my.host.Main",
                  server.url(""))
              .redirectErrorStream(true)
              .start();
      String printed = new String(host.getInputStream().readAllBytes(), UTF_8);

      assertThat(host.waitFor()).as(printed).isZero();
      assertThat(printed).endsWith("200" + System.lineSeparator());
      assertThat(server.arrivedAt("/me"))
          .singleElement()
          .satisfies(arrived -> assertThat(arrived.authorization()).isEqualTo("Bearer token-1"));
    }
  }

  private void compile(String path) throws IOException {
    Path descriptor = Files.writeString(folder.resolve("module-info.java"), descriptor());
    Path main = Files.writeString(folder.resolve("Main.java"), HOST);
    ByteArrayOutputStream problems = new ByteArrayOutputStream();
    int result =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                problems,
                problems,
                "-d",
                folder.resolve("host").toString(),
                "--module-path",
                path,
                descriptor.toString(),
                main.toString());
    assertThat(result).as(problems.toString(UTF_8)).isZero();
  }

  private static String descriptor() throws IOException {
    return first(DESCRIPTOR, TOP.resolve("core/README.md"));
  }

  private static String first(Pattern pattern, Path file) throws IOException {
    Matcher matcher = pattern.matcher(Files.readString(file));
    assertThat(matcher.find()).as("%s in %s", pattern, file).isTrue();
    return matcher.group(1);
  }

  private String modulePath() throws Exception {
    List<Path> modules = new ArrayList<>();
    modules.add(jar(CalloutAuth.class, TOP.resolve("core")));
    modules.add(jar(MemoryStore.class, TOP.resolve("store-memory")));
    Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(entry -> NEEDED.matcher(entry.getFileName().toString()).matches())
        .forEach(modules::add);
    return modules.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** Returns the jar of a module, or one that is made of its classes as the build does it. */
  private Path jar(Class<?> type, Path module) throws IOException, URISyntaxException {
    Path classes = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (!Files.isDirectory(classes)) {
      return classes;
    }
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest
        .getMainAttributes()
        .putValue("Automatic-Module-Name", first(MODULE_NAME, module.resolve("pom.xml")));
    Path jar = folder.resolve(module.getFileName() + ".jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file, manifest);
        Stream<Path> found = Files.walk(classes)) {
      for (Path each : found.filter(Files::isRegularFile).toList()) {
        String name = classes.relativize(each).toString().replace(File.separatorChar, '/');
        if (!name.equals("META-INF/MANIFEST.MF")) {
          out.putNextEntry(new JarEntry(name));
          Files.copy(each, out);
        }
      }
    }
    return jar;
  }
}
