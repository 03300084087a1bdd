package io.calloutauth.example.benchmarks.report;

import java.util.List;
import java.util.Locale;

/**
 * Draws panels of horizontal bars as SVG. Its colours follow the reader's light or dark scheme; the
 * library's own bars stand out, and every bar has its value beside it.
 */
public final class SvgChart {

  private static final int WIDTH = 760;
  private static final int LABELS = 190;
  private static final int VALUES = 110;
  private static final int BAR = 18;
  private static final int STEP = 26;
  private static final int HEAD = 34;
  private static final int GAP = 18;

  private static final String STYLE =
      """
      <style>
        text { font: 13px system-ui, sans-serif; fill: #1f2328; }
        .title { font-weight: 600; }
        .bar { fill: #8c959f; }
        .own { fill: #0969da; }
        .ground { fill: #ffffff; }
        @media (prefers-color-scheme: dark) {
          text { fill: #e6edf3; }
          .bar { fill: #6e7681; }
          .own { fill: #58a6ff; }
          .ground { fill: #0d1117; }
        }
      </style>
      """;

  private final List<Bars> panels;
  private final String own;

  /**
   * Makes a chart.
   *
   * @param own the label of the bars that stand out
   */
  public SvgChart(List<Bars> panels, String own) {
    this.panels = List.copyOf(panels);
    this.own = own;
  }

  /** Returns the SVG document. */
  public String text() {
    StringBuilder drawn = new StringBuilder();
    int y = GAP;
    for (Bars panel : panels) {
      drawn.append(panel(panel, y));
      y += height(panel);
    }
    return """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" width="%1$d" height="%2$d" role="img">
        <title>Callout Auth beside its peers</title>
        %3$s<rect class="ground" width="%1$d" height="%2$d"/>
        %4$s</svg>
        """
        .formatted(WIDTH, y, STYLE, drawn);
  }

  private static int height(Bars panel) {
    return HEAD + STEP * panel.bars().size() + GAP;
  }

  private String panel(Bars panel, int top) {
    StringBuilder drawn = new StringBuilder();
    drawn.append(text("title", GAP, top + BAR, panel.title()));
    double longest = panel.bars().stream().mapToDouble(Bars.Bar::value).max().orElse(1);
    int y = top + HEAD;
    for (Bars.Bar bar : panel.bars()) {
      drawn.append(bar(bar, y, longest));
      y += STEP;
    }
    return drawn.toString();
  }

  private String bar(Bars.Bar bar, int y, double longest) {
    double room = WIDTH - LABELS - VALUES;
    double length = longest <= 0 ? 0 : bar.value() / longest * room;
    String kind = bar.label().equals(own) ? "own" : "bar";
    return text("label", GAP, y + BAR - 5, bar.label())
        + String.format(
            Locale.ROOT,
            "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" rx=\"2\"/>%n",
            kind,
            LABELS,
            y,
            Math.max(1.5, length),
            BAR)
        + text("value", LABELS + (int) length + 8, y + BAR - 5, bar.text());
  }

  private static String text(String kind, int x, int y, String text) {
    return "<text class=\"%s\" x=\"%d\" y=\"%d\">%s</text>\n".formatted(kind, x, y, escaped(text));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
