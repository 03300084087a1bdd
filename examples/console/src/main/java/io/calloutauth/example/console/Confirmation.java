package io.calloutauth.example.console;

import org.springframework.web.servlet.ModelAndView;

/**
 * Asks on a page of its own before something is done. A script asks in a dialog instead, and says
 * so: its form has {@link #ANSWERED}.
 */
public final class Confirmation {

  /** What a form has that was asked about. */
  public static final String ANSWERED = "answered=yes";

  /** What a form has not that is still to be asked about. */
  public static final String UNANSWERED = "!answered";

  private Confirmation() {}

  /**
   * Returns the page that asks.
   *
   * @param action what is to be done: the words' keys end with it
   * @param name what it is done to
   * @param path where it is posted to
   * @param back where to go on without doing it
   */
  public static ModelAndView page(String action, String name, String path, String back) {
    return new ModelAndView("confirm")
        .addObject("action", action)
        .addObject("name", name)
        .addObject("path", path)
        .addObject("back", back);
  }
}
