package io.calloutauth.seal;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Makes sealing keys, on the command line:
 *
 * <pre>{@code
 * java -cp 'lib/*' io.calloutauth.seal.NewKey                      a set with one new key
 * java -cp 'lib/*' io.calloutauth.seal.NewKey --add keys.json      that set with a new key last
 * java -cp 'lib/*' io.calloutauth.seal.NewKey --promote keys.json  that set with its last key first
 * }</pre>
 *
 * <p>{@code --out file} writes to a new file that only its owner may read, instead of to standard
 * output; {@code --kid name} names the new key, which is otherwise named after the day. Nothing is
 * ever changed or logged. The last two are the phases of a rotation: see {@link SealingKeys}.
 */
public final class NewKey {

  private static final String USAGE =
      "usage: NewKey [--add file | --promote file] [--kid name] [--out file]";

  private final Map<String, String> options;
  private final Clock clock;

  private NewKey(Map<String, String> options, Clock clock) {
    this.options = options;
    this.clock = clock;
  }

  /** Makes or rearranges a set of keys; ends the process with status 1 when it cannot. */
  public static void main(String... arguments) {
    if (!run(List.of(arguments), Clock.systemUTC(), System.out, System.err)) {
      System.exit(1);
    }
  }

  /** Returns false when it could not be done; then the reason is printed. */
  static boolean run(List<String> arguments, Clock clock, PrintStream out, PrintStream err) {
    try {
      NewKey asked = new NewKey(options(arguments), clock);
      asked.deliver(asked.keys(err).json(), out);
      return true;
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      return false;
    }
  }

  private static Map<String, String> options(List<String> arguments) {
    Map<String, String> options = new TreeMap<>();
    for (int i = 0; i < arguments.size(); i += 2) {
      String name = arguments.get(i);
      boolean known = List.of("--add", "--promote", "--kid", "--out").contains(name);
      boolean valued = i + 1 < arguments.size() && !arguments.get(i + 1).startsWith("--");
      if (!known || !valued || options.put(name, arguments.get(i + 1)) != null) {
        throw new IllegalArgumentException(USAGE);
      }
    }
    boolean promotes = options.containsKey("--promote");
    if (promotes && (options.containsKey("--add") || options.containsKey("--kid"))) {
      throw new IllegalArgumentException(USAGE);
    }
    return options;
  }

  private KeySetDraft keys(PrintStream err) {
    String promoted = options.get("--promote");
    if (promoted != null) {
      return read(promoted, err).lastFirst();
    }
    String added = options.get("--add");
    KeySetDraft before = added == null ? KeySetDraft.empty() : read(added, err);
    return before.with(id(before), SealingKey.newBits());
  }

  private static KeySetDraft read(String path, PrintStream err) {
    KeyFile file = new KeyFile(Path.of(path));
    KeySetDraft keys = KeySetDraft.of(file.read());
    if (file.isOpenToOthers()) {
      err.println("Warning: others may read or change " + path + ": chmod 600 it");
    }
    return keys;
  }

  private String id(KeySetDraft before) {
    String given = options.get("--kid");
    if (given == null) {
      // Not the day alone: two keys of one name, made in two places, are hard to tell apart.
      return LocalDate.now(clock) + "-" + UUID.randomUUID().toString().substring(0, 8);
    }
    if (!SealingKey.isId(given)) {
      throw new IllegalArgumentException("A kid has 1 to 128 visible ASCII characters");
    }
    if (before.has(given)) {
      throw new IllegalArgumentException("The set has a key '" + given + "' already");
    }
    return given;
  }

  private void deliver(String json, PrintStream out) {
    String file = options.get("--out");
    if (file == null) {
      out.print(json);
      out.flush();
    } else {
      new KeyFile(Path.of(file)).write(json);
    }
  }
}
