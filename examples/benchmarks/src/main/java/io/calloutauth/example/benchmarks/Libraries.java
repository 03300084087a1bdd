package io.calloutauth.example.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Which artifact brings which along, as Maven wrote it down, and where each is on the class path.
 * Immutable.
 */
public final class Libraries {

  private static final String OWN = "callout-auth-";
  private static final Pattern EDGE =
      Pattern.compile(
          "\"\\(?([^:\"]+:[^:\"]+):jar:[^\"]*\" -> \"\\(?([^:\"]+:[^:\"]+):jar:([^:\"]+):[^\"]*\"");

  private final Map<String, Set<String>> brought = new HashMap<>();
  private final Map<String, String> versions = new TreeMap<>();
  private final List<Path> classPath;

  private Libraries(String graph, List<Path> classPath) {
    this.classPath = classPath;
    Matcher edge = EDGE.matcher(graph);
    while (edge.find()) {
      brought.computeIfAbsent(edge.group(1), from -> new LinkedHashSet<>()).add(edge.group(2));
      if (!edge.group().contains("omitted for conflict")) {
        versions.put(edge.group(2), edge.group(3));
      }
    }
  }

  /**
   * Reads what Maven's dependency plugin wrote in the form of DOT, verbose.
   *
   * @param graph the file
   */
  public static Libraries read(Path graph) throws IOException {
    List<Path> classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .map(Path::of)
            .toList();
    return new Libraries(Files.readString(graph), classPath);
  }

  /** Returns the version of an artifact, given as group and name. */
  public String version(String artifact) {
    return versions.getOrDefault(artifact, "?");
  }

  /** Returns the jars or class folders of some artifacts and of all that they bring along. */
  public List<Path> closure(Collection<String> artifacts) {
    return reached(artifacts).stream().flatMap(this::located).toList();
  }

  Set<String> reached(Collection<String> artifacts) {
    Set<String> reached = new LinkedHashSet<>(artifacts);
    Deque<String> open = new ArrayDeque<>(artifacts);
    while (!open.isEmpty()) {
      for (String next : brought.getOrDefault(open.pop(), Set.of())) {
        if (reached.add(next)) {
          open.push(next);
        }
      }
    }
    return reached;
  }

  /** Returns the folder of this module's own classes. */
  public Path ownClasses() {
    return classPath.get(0);
  }

  private Stream<Path> located(String artifact) {
    String name = artifact.substring(artifact.indexOf(':') + 1);
    Path jar = Path.of(name + "-" + version(artifact) + ".jar");
    Path classes = Path.of(name.replace(OWN, ""), "target", "classes");
    return classPath.stream()
        .filter(path -> path.endsWith(jar) || (name.startsWith(OWN) && path.endsWith(classes)));
  }

  /** Returns how many bytes a jar has, or how many a folder would have as a jar. */
  public static long size(Path jarOrClasses) {
    try {
      return Files.isDirectory(jarOrClasses) ? packed(jarOrClasses) : Files.size(jarOrClasses);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static long packed(Path classes) throws IOException {
    Counter counter = new Counter();
    try (JarOutputStream jar = new JarOutputStream(counter);
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        jar.putNextEntry(new JarEntry(classes.relativize(file).toString()));
        Files.copy(file, jar);
        jar.closeEntry();
      }
    }
    return counter.bytes;
  }

  private static final class Counter extends OutputStream {

    private long bytes;

    @Override
    public void write(int b) {
      bytes++;
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      bytes += length;
    }
  }
}
