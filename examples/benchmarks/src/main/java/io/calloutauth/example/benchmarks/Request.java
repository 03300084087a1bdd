package io.calloutauth.example.benchmarks;

import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What the command line asks for.
 *
 * @param scale how long it may take
 * @param names the scenarios to run
 * @param readme whether what is found goes into the README as well
 * @param module the folder of this module
 */
record Request(Scale scale, Set<String> names, boolean readme, Path module) {

  private static final String ALL = "all";

  Request {
    names = Set.copyOf(names);
  }

  /**
   * Reads it.
   *
   * @param arguments {@code short} or {@code full}; {@code all} or the names of some, separated by
   *     commas; {@code true} or nothing to write the README as well; and the module's folder
   * @param known the names of all scenarios
   * @throws IllegalArgumentException when there is no such scale or scenario, or the README is to
   *     be written from less than a full run of all scenarios
   */
  static Request of(String[] arguments, Collection<String> known) {
    Scale scale = Scale.valueOf(arguments[0].toUpperCase(Locale.ROOT));
    Set<String> names = new LinkedHashSet<>(known);
    if (!arguments[1].equals(ALL)) {
      names = new LinkedHashSet<>(List.of(arguments[1].split(",", -1)));
    }
    if (!known.containsAll(names)) {
      throw new IllegalArgumentException("there are these scenarios only: " + known);
    }
    boolean readme = Boolean.parseBoolean(arguments[2]) || arguments[2].isEmpty();
    if (readme && (scale != Scale.FULL || !names.containsAll(known))) {
      throw new IllegalArgumentException("the README takes a full run of all scenarios only");
    }
    return new Request(scale, names, readme, Path.of(arguments[3]));
  }
}
