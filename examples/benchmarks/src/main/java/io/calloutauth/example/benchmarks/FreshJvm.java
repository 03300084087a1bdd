package io.calloutauth.example.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Runs a class of this module in a JVM of its own. */
public final class FreshJvm {

  private final List<String> options;
  private final List<Path> classPath;

  /**
   * Makes a description of JVMs.
   *
   * @param options for example {@code -Xmx1g}
   */
  public FreshJvm(List<String> options, List<Path> classPath) {
    this.options = List.copyOf(options);
    this.classPath = List.copyOf(classPath);
  }

  /**
   * Runs the class and returns the last line that it printed.
   *
   * @throws IOException when it ended with an error
   */
  public String run(Class<?> main, Object... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(main.getName());
    for (Object argument : arguments) {
      command.add(argument.toString());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    int status = process.waitFor();
    if (status != 0) {
      throw new IOException(main.getSimpleName() + " ended with " + status + ": " + printed);
    }
    return printed.substring(printed.lastIndexOf('\n') + 1);
  }
}
