package io.calloutauth.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads the repository's Markdown files: their blocks of Java, and their links. */
public final class Papers {

  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
  private static final Pattern REGION =
      Pattern.compile("// tag::(\\w+)\n(.*?)\\s*// end::\\1", Pattern.DOTALL);
  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#{1,4} (.+)$");

  private Papers() {}

  /** Returns every Markdown file of the repository. */
  public static List<Path> below(Path top) throws IOException {
    List<Path> papers = new ArrayList<>();
    for (Path folder : modules(top)) {
      papers.add(folder.resolve("README.md"));
    }
    try (Stream<Path> files = Files.list(top.resolve(".github"))) {
      files.filter(file -> file.toString().endsWith(".md")).forEach(papers::add);
    }
    return papers;
  }

  /** Returns the folders that hold a module, and the top. */
  public static List<Path> modules(Path top) throws IOException {
    try (Stream<Path> files = Files.walk(top, 2)) {
      return files
          .filter(Files::isDirectory)
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .filter(folder -> !folder.endsWith("examples"))
          .sorted()
          .toList();
    }
  }

  /** Returns the blocks of Java that a paper shows. */
  public static List<String> blocks(Path paper) throws IOException {
    return BLOCK
        .matcher(Files.readString(paper))
        .results()
        .map(block -> withoutIndentation(block.group(1)))
        .toList();
  }

  /** Returns the marked regions of files; those of one file with one name are one. */
  public static List<String> regions(List<Path> files) throws IOException {
    List<String> regions = new ArrayList<>();
    for (Path file : files) {
      Map<String, String> named = new LinkedHashMap<>();
      Matcher region = REGION.matcher(Files.readString(file));
      while (region.find()) {
        named.merge(region.group(1), withoutIndentation(region.group(2)), (a, b) -> a + "\n" + b);
      }
      regions.addAll(named.values());
    }
    return regions;
  }

  /** Returns the links of a paper, within the repository, that lead to no file or no heading. */
  public static List<String> deadLinks(Path paper) throws IOException {
    List<String> dead = new ArrayList<>();
    Matcher link = LINK.matcher(BLOCK.matcher(Files.readString(paper)).replaceAll(""));
    while (link.find()) {
      String target = link.group(1);
      if (!target.startsWith("https://") && !isThere(paper, target)) {
        dead.add(target);
      }
    }
    return dead;
  }

  /** Returns the links of the numbered list below a heading of the third level. */
  public static List<String> listedLinks(Path paper, String heading) throws IOException {
    String section = Files.readString(paper).split("\n### " + heading + "\n", 2)[1];
    return Pattern.compile("(?m)^\\d+\\. \\[[^\\]]+" + LINK.pattern())
        .matcher(section.split("\n##", 2)[0])
        .results()
        .map(link -> link.group(1))
        .toList();
  }

  private static boolean isThere(Path paper, String target) throws IOException {
    String[] parts = target.split("#", 2);
    Path file = parts[0].isEmpty() ? paper : paper.resolveSibling(parts[0]).normalize();
    return Files.exists(file) && (parts.length == 1 || anchors(file).contains(parts[1]));
  }

  /** Makes anchors as GitHub does: lower case, without punctuation, with hyphens for spaces. */
  private static List<String> anchors(Path paper) throws IOException {
    return HEADING
        .matcher(Files.readString(paper))
        .results()
        .map(heading -> heading.group(1).toLowerCase(Locale.ROOT))
        .map(text -> text.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .toList();
  }

  private static String withoutIndentation(String code) {
    return code.stripIndent().stripTrailing();
  }
}
