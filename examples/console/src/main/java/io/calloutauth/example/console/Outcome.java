package io.calloutauth.example.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of something that was asked for, told on the next page.
 *
 * @param good whether it went well
 * @param title what happened, in one sentence
 * @param steps what happened one after another; empty when the title says it all
 * @param serverWords what a server said about it, to be shown as what it is: not ours; or null
 * @param links where to go on
 * @param reference by which an operator finds it in the log; empty when it is not there
 */
public record Outcome(
    boolean good,
    String title,
    List<Step> steps,
    @Nullable String serverWords,
    List<Link> links,
    String reference) {

  /** Returns that something went well. */
  public static Outcome good(String title) {
    return new Outcome(true, title, List.of(), null, List.of(), "");
  }

  /** Returns that something did not. */
  public static Outcome bad(String title) {
    return new Outcome(false, title, List.of(), null, List.of(), "");
  }

  /** Returns the same with its steps. */
  public Outcome with(List<Step> taken) {
    return new Outcome(good, title, List.copyOf(taken), serverWords, links, reference);
  }

  /** Returns the same with places to go on. */
  public Outcome linking(List<Link> places) {
    return new Outcome(good, title, steps, serverWords, List.copyOf(places), reference);
  }

  /** Returns the same with a server's words. */
  public Outcome quoting(@Nullable String words) {
    return new Outcome(good, title, steps, words, links, reference);
  }

  /** Returns the same with what an operator finds it by. */
  public Outcome under(String id) {
    return new Outcome(good, title, steps, serverWords, links, id);
  }

  /**
   * A step.
   *
   * @param passed whether all was well, or may be
   * @param note whether it proves neither
   * @param text what was found
   */
  public record Step(boolean passed, boolean note, String text) {

    /** Makes a step that proves what it says. */
    public Step(boolean passed, String text) {
      this(passed, false, text);
    }
  }

  /**
   * A place to go on.
   *
   * @param path where it is
   * @param text what it is
   */
  public record Link(String path, String text) {}
}
